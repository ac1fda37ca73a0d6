"""A connection that the database's server closed in the middle of a request, as it does when it restarts."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any, TypeVar

from django.db import DatabaseError, InterfaceError, connection

T = TypeVar("T")


def is_in_transaction() -> bool:
    return connection.in_atomic_block


def open_connection() -> Any:
    """The driver's connection; none while the database is away."""
    with suppress(DatabaseError, InterfaceError):
        connection.ensure_connection()
    return connection.connection


def has_broken(before: Any) -> bool:
    """Whether the connection from before is of no use. The end of a transaction may have replaced it already."""
    if is_in_transaction():
        return False
    if connection.connection is before is not None and connection.is_usable():
        return False
    if connection.connection is before:
        connection.close()
    return True


def once_more(work: Callable[[], T]) -> T:
    """Do the work, and again if the connection broke meanwhile. Doing it twice must be the same as doing it once."""
    before = open_connection()
    try:
        return work()
    except (DatabaseError, InterfaceError):
        if not has_broken(before):
            raise
    return work()
