"""How long the database is waited for: never for ever, and hardly at all where it can as well be written later."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

SHORT_MILLISECONDS = 50  # milliseconds that a locked database is waited for
# Seconds. A visitor hears well before the proxy (60 s) and the browser give up, after two such waits even.
LOCK_SECONDS = 10
STATEMENT_SECONDS = 25


def limit_waiting() -> None:
    """From here on nothing in this process waits for PostgreSQL without end: a lock, or a statement.

    For what serves people and sends mails. Migrations, backups and commands by hand take as long as they need.
    """
    connection_created.connect(set_limits, dispatch_uid="limits of waiting")


def set_limits(connection: BaseDatabaseWrapper, **_: object) -> None:
    """Of a new connection. SQLite's limit stands in its options."""
    if connection.vendor == "postgresql":
        lock = float(getattr(settings, "LOCK_SECONDS", LOCK_SECONDS))
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT set_config('lock_timeout', %s, false), set_config('statement_timeout', %s, false)",
                [str(int(lock * 1000)), str(STATEMENT_SECONDS * 1000)],
            )


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
