"""A short timeout for SQLite's lock, for writes that can be retried later."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def short_lock_timeout(milliseconds: int = 50) -> Iterator[None]:
    """Wait no longer than `milliseconds` for a locked SQLite database."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    raw = connection.connection
    before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute(f"PRAGMA busy_timeout = {milliseconds}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(before)}")
