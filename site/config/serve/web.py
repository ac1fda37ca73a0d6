"""`python -m config.serve.web …`: granian with the site preloaded, before it forks its workers.

They share what was loaded, which is most of their memory, and the second worker starts instantly.
Options are granian's own, and override OPTIONS. A socket passed by systemd (deploy/systemd/pinpoint-web.socket) is
used if there is one: requests during a restart wait in its queue.
"""

import gc
import multiprocessing
import os
import sys
from typing import Any

from django.db import connections
from django.template.loader import get_template
from django.urls import get_resolver

from config.environment import DATA_DIR

# Requests wait for the database, hardly ever for the CPU: a few threads are enough, and more would only take turns.
# Excess requests wait in the worker, then in the socket's queue. Up to two threads may be waiting for a body
# (config/http/bodies.py).
OPTIONS = "--interface wsgi --http 1 --blocking-threads 4 --backpressure 128 --workers-kill-timeout 10 --no-ws"
OPTIONS += " --respawn-failed-workers"
FIRST_GIVEN = 3  # SD_LISTEN_FDS_START
METRICS = DATA_DIR / "metrics"


def load_site() -> None:
    """Load what every request needs, and leave nothing open that processes must not share."""
    gc.disable()  # what is loaded now is never freed: scanning it takes a fifth of startup
    import config.wsgi  # noqa: F401, PLC0415 (loads the site, so only where workers are forked)

    _ = get_resolver().url_patterns
    get_template("content/home_page.html")
    connections.close_all()
    gc.collect()
    gc.freeze()  # memory that is never scanned stays shared (copy-on-write)
    gc.enable()


def start_metrics() -> None:
    """Give each worker its own file of counters, which prometheus_client adds up; old files are removed at startup."""
    METRICS.mkdir(parents=True, exist_ok=True)
    for old in METRICS.glob("*.db"):
        old.unlink(missing_ok=True)
    os.environ["PROMETHEUS_MULTIPROC_DIR"] = str(METRICS)  # read when it is imported


def use_given_socket() -> None:
    """Make granian listen on the socket passed by the service manager, per sd_listen_fds(3).

    granian has no setting for that, but it creates its socket in a single method.
    """
    if os.environ.get("LISTEN_FDS") != "1" or os.environ.get("LISTEN_PID") != str(os.getpid()):
        return
    import granian.net  # noqa: PLC0415 (as below)
    import granian.server.common  # noqa: PLC0415 (as below)

    holder: Any = vars(granian.net)["SocketHolder"]  # its type stubs lack the arguments
    server_class: Any = granian.server.common.AbstractServer

    def take_socket(server: Any) -> None:
        os.set_blocking(FIRST_GIVEN, False)
        server._shd = holder(FIRST_GIVEN, False, server.backlog)  # False: a port, not a file
        server._ssp, server._sfd = None, FIRST_GIVEN

    server_class._init_shared_socket = take_socket


def main() -> None:
    start_metrics()
    multiprocessing.set_start_method("fork", force=True)
    load_site()
    sys.argv[:1] = ["granian", *OPTIONS.split()]
    from granian.cli import entrypoint  # noqa: PLC0415 (it looks at the start method when it is imported)

    use_given_socket()
    entrypoint()  # type: ignore[no-untyped-call]


if __name__ == "__main__":
    main()
