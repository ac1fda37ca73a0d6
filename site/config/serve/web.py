"""`python -m config.serve.web …`: granian with the site loaded once, before it divides into workers.

They share what was loaded, which is most of their memory, and the second worker costs no time to start.
Options are granian's own.
"""

import multiprocessing
import sys


def load_site() -> None:
    """Load what every request needs, and leave nothing open that two processes must not share."""
    import gc

    from django.db import connections
    from django.template.loader import get_template
    from django.urls import get_resolver

    import config.wsgi  # noqa: F401

    gc.disable()
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
    from granian.cli import entrypoint

    sys.argv[0] = "granian"
    entrypoint()


if __name__ == "__main__":
    main()
