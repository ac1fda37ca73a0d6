"""`python -m config.serve.web …`: granian with the site loaded once, before it divides into workers.

They share what was loaded, which is most of their memory, and the second worker costs no time to start.
Options are granian's own.
"""

import gc
import multiprocessing
import sys

from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver


def load_site() -> None:
    """Load what every request needs, and leave nothing open that two processes must not share."""
    gc.disable()
    import config.wsgi  # noqa: F401, PLC0415 (loads the site, which must not happen where nothing forks)

    _ = get_resolver().url_patterns
    get_template("content/home_page.html")
    connections.close_all()
    gc.collect()
    gc.freeze()  # what is never looked through is never copied
    gc.enable()


def main() -> None:
    if "fork" in multiprocessing.get_all_start_methods():
        multiprocessing.set_start_method("fork", force=True)
        load_site()
    sys.argv[0] = "granian"
    from granian.cli import entrypoint  # noqa: PLC0415 (it looks at the start method when it is imported)

    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
