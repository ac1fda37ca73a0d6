"""`manage.py deliver`: the worker that sends the outbox and runs the jobs. Several can run, on one or more hosts."""

import secrets
import signal
import threading
import time
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone

from inquiries.mail.alerts import alarm, log_error
from inquiries.mail.delivery_health import WORKER
from inquiries.mail.worker import drain
from inquiries.models import Stamp
from inquiries.schedule.jobs import run_due_jobs

HOUSEKEEPING_SECONDS = 20
PAUSE, PAUSE_IN_TROUBLE = 1.0, 5.0  # seconds between two polls, and while the database is down


def heartbeat() -> None:
    Stamp.objects.update_or_create(name=WORKER, defaults={"at": timezone.now()})


class Housekeeping:
    """The heartbeat and the jobs, at most every HOUSEKEEPING_SECONDS, even between two emails of a long backlog."""

    due = 0.0

    def __call__(self) -> None:
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + HOUSEKEEPING_SECONDS
        try:
            heartbeat()
            run_due_jobs()
        except Exception as error:  # sending goes on
            log_error("Housekeeping failed", error)


class Command(BaseCommand):
    help = "Send the mails in the outbox, and run the jobs, until told to stop."
    requires_system_checks: list[str] = []  # they load 5 MiB that only the web process needs

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due, then exit")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = secrets.token_hex(8)  # the owner of its leases
        if options["once"]:
            self.stdout.write(f"{drain(worker)} sent")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        housekeeping = Housekeeping()
        pause = 0.0
        while not stop.wait(pause):
            pause = PAUSE
            try:
                housekeeping()
                drain(worker, stop, housekeeping)
            except Error as error:
                log_error("The outbox can't be used", error)
                alarm("outbox", f"The mail worker can't use the database: {type(error).__name__}.")
                pause = PAUSE_IN_TROUBLE
            finally:
                close_old_connections()
