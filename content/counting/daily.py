"""Daily counters that don't slow down requests: kept in memory, and stored periodically in one statement."""

import atexit
import logging
import threading
import time
from collections.abc import Hashable
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from django.conf import settings
from django.core.signals import request_finished
from django.db import Error, connection, transaction
from django.utils import timezone

from content.caching.lock_timeout import short_lock_timeout
from content.counting.models import DayCount

logger = logging.getLogger("pinpoint.counting")

MOST_KEYS = 2000  # distinct keys per process and day; a bot's flood isn't worth storing


class DailyCounter:
    """Adds up in `count` how often a `key` occurred on a day; `latest` keeps a number from the last time.

    The model needs a unique constraint on its date and the key, which may have several columns.
    """

    def __init__(self, model: type[DayCount], key: str | tuple[str, ...], latest: str = "") -> None:
        count = model.COUNT
        self.lock = threading.Lock()
        self.pending: dict[tuple[date, Hashable], tuple[int, int]] = {}
        self.keys: set[tuple[date, Hashable]] = set()
        self.stored_at = 0.0
        key_columns = [key] if isinstance(key, str) else list(key)
        self.columns = ["date", *key_columns, count, *([latest] if latest else [])]
        table = model._meta.db_table
        self.upsert = (  # the model's own table and column names, no user input
            f"INSERT INTO {table} ({', '.join(self.columns)}) VALUES {{rows}} "  # noqa: S608
            f"ON CONFLICT (date, {', '.join(key_columns)}) DO UPDATE SET {count} = {table}.{count} + excluded.{count}"
        )
        if latest:
            self.upsert += f", {latest} = excluded.{latest}"
        request_finished.connect(self.store_when_due)
        atexit.register(self.store)

    def add(self, key: Hashable, latest: int = 0, zone: tzinfo | None = None) -> None:
        """Count the key for today in the given time zone, or the current one."""
        today = day_of(int(time.time()) // 60, zone or timezone.get_current_timezone())
        with self.lock:
            if (today, key) not in self.keys:
                if len(self.keys) >= MOST_KEYS:
                    self.keys = {seen for seen in self.keys if seen[0] == today}
                if len(self.keys) >= MOST_KEYS:
                    return
                self.keys.add((today, key))
            count, _ = self.pending.get((today, key), (0, 0))
            self.pending[today, key] = (count + 1, latest)

    def store_when_due(self, **_: object) -> None:
        """Store after a request, unless that was done recently."""
        if self.pending and time.monotonic() - self.stored_at >= settings.COUNTS_STORED_AFTER_SECONDS:
            self.store()

    def store(self) -> None:
        """Write the pending counts; keep them pending if the database is busy or down."""
        self.stored_at = time.monotonic()
        with self.lock:
            taken, self.pending = self.pending, {}
        # In a fixed order, to prevent deadlocks between processes.
        rows = sorted(taken.items(), key=lambda row: (row[0][0], str(row[0][1])))
        try:
            if rows:
                self.write(rows)
        except Error as error:
            logger.info("Counted later: %s", type(error).__name__)
            self.requeue(taken)

    def write(self, rows: list[tuple[tuple[date, Hashable], tuple[int, int]]]) -> None:
        width = len(self.columns)
        values: list[Any] = []
        for (day, key), counts in rows:
            values += [day, *(key if isinstance(key, tuple) else (key,)), *counts][:width]
        places = f"({', '.join(['%s'] * width)})"
        with short_lock_timeout(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(self.upsert.format(rows=", ".join([places] * len(rows))), values)

    def requeue(self, taken: dict[tuple[date, Hashable], tuple[int, int]]) -> None:
        with self.lock:
            for key, (count, latest) in taken.items():
                newer, newest = self.pending.get(key, (0, latest))
                self.pending[key] = (count + newer, newest)


@lru_cache(maxsize=2)
def day_of(minute: int, zone: tzinfo) -> date:
    """Return the date in a time zone at a minute since 1970; cached, since each page view needs it."""
    return datetime.fromtimestamp(60 * minute, zone).date()
