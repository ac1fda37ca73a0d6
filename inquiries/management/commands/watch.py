"""`manage.py watch`: looks from outside whether mail is delivered, also when no worker lives that could say so."""

import sys
from typing import Any

from django.core.cache import caches
from django.core.management.base import BaseCommand
from django.db import Error

from inquiries.alerts import REPEAT_AFTER, post, watch

TOLD = "database-away-told"  # kept outside the database


class Command(BaseCommand):
    help = "Tell ALERT_WEBHOOK_URL of stuck mail and dead workers, at most once an hour. Ends with 1 if any is there."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            wrong = watch()
        except Error as error:
            wrong = {"database": f"The database can't be used: {type(error).__name__}."}
            if caches["shared"].add(TOLD, True, REPEAT_AFTER.total_seconds()):
                post("database", wrong["database"])
        else:
            caches["shared"].delete(TOLD)
        for text in wrong.values():
            self.stdout.write(text)
        if wrong:
            sys.exit(1)
