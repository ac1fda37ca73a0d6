"""Delivery workers that are killed (SIGKILL) again and again: `python -m benchmarks.workers 3 2.0`.

A parent with Django set up forks them, so a new worker starts within milliseconds. A line `calm` on stdin ends the
killing; the end of stdin ends everything. Each kill is printed with its time and the name with which that worker
greeted mail servers.
"""

import os
import select
import signal
import sys
import time
from contextlib import suppress

import django
from django.core.mail.utils import DNS_NAME
from django.core.management import call_command
from django.db import connections

PAUSE = "0.2"


def greeting(pid: int) -> str:
    return f"worker-{pid}.example"


def fork_worker() -> int:
    """Fork a child that runs `manage.py deliver`."""
    pid = os.fork()
    if pid:
        return pid
    DNS_NAME._fqdn = greeting(os.getpid())  # type: ignore[attr-defined]  # tells a mail server which worker it is
    status = 1
    try:
        call_command("deliver", "--pause", PAUSE)
        status = 0
    finally:
        os._exit(status)


def main(count: int, kill_every: float) -> None:
    django.setup()
    import inquiries.management.commands.deliver  # noqa: F401, PLC0415 (before the forks, which share it, but after the models)

    connections.close_all()  # processes must not share a connection
    workers = [fork_worker() for _ in range(count)]
    next_kill, turn = time.time() + kill_every, 0
    while True:
        readable, _, _ = select.select([sys.stdin], [], [], 0.1)
        if readable:
            line = sys.stdin.readline()
            if not line:
                break
            next_kill = float("inf")
        if time.time() >= next_kill:
            os.kill(workers[turn], signal.SIGKILL)
            print(time.time(), greeting(workers[turn]), flush=True)  # noqa: T201
            turn, next_kill = (turn + 1) % count, time.time() + kill_every
        for place, pid in enumerate(workers):
            if os.waitpid(pid, os.WNOHANG)[0]:
                workers[place] = fork_worker()
    for pid in workers:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGTERM)
    for pid in workers:
        os.waitpid(pid, 0)


if __name__ == "__main__":
    main(int(sys.argv[1]), float(sys.argv[2]))
