"""`manage.py watch`: checks mail delivery from outside, also while no worker runs that could alert."""

import sys
from contextlib import suppress
from typing import Any

from django.core.cache import caches
from django.core.management.base import BaseCommand
from django.db import Error

from inquiries.mail.alerts import REPEAT_AFTER, post, watch

TOLD = "database-away-told"  # kept outside the database


class Command(BaseCommand):
    help = "Tell ALERT_WEBHOOK_URL of stuck mail and dead workers, at most once an hour. Ends with 1 if any is there."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            wrong = watch()
        except Error as error:
            wrong = {"database": f"The database can't be used: {type(error).__name__}."}
            if is_news():
                post("database", wrong["database"])
        else:
            with suppress(OSError):
                caches["files"].delete(TOLD)
        for text in wrong.values():
            self.stdout.write(text)
        if wrong:
            sys.exit(1)


def is_news() -> bool:
    """Whether nobody was alerted within the last hour. On a full or read-only disk, each run alerts."""
    try:
        return caches["files"].add(TOLD, True, REPEAT_AFTER.total_seconds())
    except OSError:
        return True
