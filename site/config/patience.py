"""Not waiting for the database where what is written can as well be written later."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

PATIENCE = 50  # milliseconds that a locked database is waited for


@contextmanager
def short_patience() -> Iterator[None]:
    """SQLite waits for a lock as long as its connection says: here, hardly at all."""
    connection.ensure_connection()
    if connection.vendor != "sqlite":
        yield
        return
    raw = connection.connection
    before = raw.execute("PRAGMA busy_timeout").fetchone()[0]
    raw.execute(f"PRAGMA busy_timeout = {PATIENCE}")
    try:
        yield
    finally:
        raw.execute(f"PRAGMA busy_timeout = {int(before)}")
