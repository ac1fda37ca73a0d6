"""A short wait for a locked SQLite database, for what can be written a little later."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

SHORT_MILLISECONDS = 50


@contextmanager
def short_lock_timeout() -> Iterator[None]:
    """SQLite waits for a lock as long as its connection says: here, hardly at all."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    raw = connection.connection
    before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute(f"PRAGMA busy_timeout = {SHORT_MILLISECONDS}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(before)}")
