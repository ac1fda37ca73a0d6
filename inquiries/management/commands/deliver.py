"""`manage.py deliver`: the worker that sends the outbox. Several may run, also on different hosts."""

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
from content.caching.lock_timeout import limit_waiting
from inquiries.mail.alerts import alarm, watch
from inquiries.mail.outbox import WORKER
from inquiries.mail.worker import drain, worker_name
from inquiries.models import Stamp
from inquiries.schedule.jobs import run_daily

logger = logging.getLogger("pinpoint.deliver")

PUBLISHING_LOCK = timedelta(seconds=15)
PAUSE_AFTER_ERROR = 5.0  # seconds until the database is tried again


def heartbeat() -> None:
    """Record that a worker is running."""
    Stamp.objects.update_or_create(name=WORKER, defaults={"at": timezone.now()})


def publish_scheduled() -> None:
    """Publish pages whose time has come, in one worker at a time."""
    if something_is_due() and Stamp.take("planned pages", PUBLISHING_LOCK):
        keep_to_schedule()


class PeriodicTasks:
    """What a worker does besides sending, each task at its own interval, also between two mails of a long backlog."""

    INTERVALS: dict[Callable[[], Any], float] = {heartbeat: 20, publish_scheduled: 20, watch: 30, run_daily: 60}

    def __init__(self) -> None:
        self.due = dict.fromkeys(self.INTERVALS, 0.0)

    def __call__(self) -> None:
        for task, seconds in self.INTERVALS.items():
            if time.monotonic() < self.due[task]:
                continue
            self.due[task] = time.monotonic() + seconds
            try:
                task()
            except Exception as error:  # sending goes on
                logger.error("%s failed: %s", task.__name__, type(error).__name__)


class Command(BaseCommand):
    help = "Send the outbox's mails as they come, until told to stop."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="send what is due, then exit")
        parser.add_argument("--pause", type=float, default=1.0, help="seconds between two polls (default 1)")

    def handle(self, *args: Any, **options: Any) -> None:
        worker = worker_name()
        limit_waiting()
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
                pause = PAUSE_AFTER_ERROR
            finally:
                close_old_connections()
