"""`manage.py deliver`: the outbox's worker. Many may run, on several hosts."""

import logging
import signal
import threading
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.db import DatabaseError, close_old_connections

from inquiries.deliver import drain, worker_name

logger = logging.getLogger("pinpoint.deliver")


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
        while not stop.wait(options["pause"]):
            try:
                drain(worker)
            except DatabaseError as error:
                logger.error("The outbox can't be read: %s", type(error).__name__)
            finally:
                close_old_connections()
