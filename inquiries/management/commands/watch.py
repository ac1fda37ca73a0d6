"""`manage.py watch`: checks delivery from outside, even while no worker is running that could send alerts."""

import sys
from contextlib import suppress
from typing import Any

from django.core.cache import caches
from django.core.management.base import BaseCommand
from django.db import Error

from inquiries.mail.alerts import REPEAT_AFTER, post_alert, watch

REPORTED = "database-away-told"  # cached in files, since the database is down


class Command(BaseCommand):
    help = "Report stuck mail and dead workers to ALERT_WEBHOOK_URL, at most hourly. Exits with 1 if there are any."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            wrong = watch()
        except Error as error:
            wrong = {"database": f"The database can't be used: {type(error).__name__}."}
            was_told = reported_lately() or post_alert("database", wrong["database"])
        else:
            was_told = False
        if not was_told:
            with suppress(OSError):
                caches["files"].delete(REPORTED)
        for text in wrong.values():
            self.stdout.write(text)
        if wrong:
            sys.exit(1)


def reported_lately() -> bool:
    """Return whether it was reported within the last hour. With a full or read-only disk, every run reports it."""
    try:
        return not caches["files"].add(REPORTED, True, REPEAT_AFTER.total_seconds())
    except OSError:
        return False
