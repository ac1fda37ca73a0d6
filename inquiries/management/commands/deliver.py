"""`manage.py deliver`: the outbox's worker. Many may run, on several hosts."""

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import Error, close_old_connections
from django.utils import timezone

from content.admin.scheduled_publishing import keep_to_schedule, something_is_due
from inquiries.mail.alerts import alarm, watch
from inquiries.mail.outbox import WORKER
from inquiries.mail.worker import drain, worker_name
from inquiries.models import Stamp
from inquiries.schedule.jobs import run_due_jobs

logger = logging.getLogger("pinpoint.deliver")

ONE_AT_A_TIME = timedelta(seconds=15)
PAUSE_IN_TROUBLE = 5.0  # between two looks while the database can't be asked


def heartbeat() -> None:
    """Show that a worker is running."""
    Stamp.objects.update_or_create(name=WORKER, defaults={"at": timezone.now()})


def publish_planned() -> None:
    """Publish scheduled pages; one worker is enough."""
    if something_is_due() and Stamp.take("planned pages", ONE_AT_A_TIME):
        keep_to_schedule()


class PeriodicTasks:
    """What a worker does besides sending, each at its own interval, also between two mails of a long backlog."""

    INTERVALS: list[tuple[float, Callable[[], Any]]] = [
        (20, heartbeat),
        (20, publish_planned),
        (30, watch),
        (60, run_due_jobs),
    ]

    def __init__(self) -> None:
        self.due = [0.0] * len(self.INTERVALS)

    def __call__(self) -> None:
        for place, (seconds, task) in enumerate(self.INTERVALS):
            if time.monotonic() < self.due[place]:
                continue
            self.due[place] = time.monotonic() + seconds
            try:
                task()
            except Exception as error:  # sending goes on
                logger.error("%s failed: %s", task.__name__, type(error).__name__)


class Command(BaseCommand):
    help = "Send what the outbox holds, and what comes, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due and end")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two looks (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = worker_name()
        if options["once"]:
            self.stdout.write(f"{drain(worker)} sent")
            return
        stop = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stop.set())
        tasks = PeriodicTasks()
        pause = options["pause"]
        while not stop.wait(pause):
            pause = options["pause"]
            try:
                tasks()
                drain(worker, stop, tasks)
            except Error as error:
                logger.error("The outbox can't be used: %s", type(error).__name__)
                alarm("outbox", f"The mail worker can't use the database: {type(error).__name__}.")
                pause = PAUSE_IN_TROUBLE
            finally:
                close_old_connections()
