"""Handling a connection that the database server closed in the middle of a request, as on a restart."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from django.db import DatabaseError, InterfaceError, connection

T = TypeVar("T")


def is_in_transaction() -> bool:
    return connection.in_atomic_block


def open_connection() -> Any:
    """Return the driver's connection; None if the database is down."""
    with suppress(DatabaseError, InterfaceError):
        connection.ensure_connection()
    return connection.connection


def has_broken(before: Any) -> bool:
    """Return whether the earlier connection is broken. The end of a transaction may already have replaced it."""
    if is_in_transaction():
        return False
    if connection.connection is before is not None and connection.is_usable():
        return False
    if connection.connection is before:
        connection.close()
    return True


def retry_once(work: Callable[[], T]) -> T:
    """Do the work, and retry it once if the connection broke. The work must be idempotent."""
    before = open_connection()
    try:
        return work()
    except (DatabaseError, InterfaceError):
        if not has_broken(before):
            raise
    return work()
