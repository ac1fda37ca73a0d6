"""A connection that the database's server closed in the middle of a request, as it does when it restarts."""

from collections.abc import Callable
from typing import TypeVar

from django.db import DatabaseError, InterfaceError, connection

T = TypeVar("T")


def is_in_transaction() -> bool:
    return connection.in_atomic_block


def drop_if_broken() -> bool:
    """Whether the connection was of no use any more, so that the next query makes a new one."""
    if is_in_transaction() or (connection.connection is not None and connection.is_usable()):
        return False
    connection.close()
    return True


def once_more(work: Callable[[], T]) -> T:
    """Do the work, and again if the connection broke meanwhile. Doing it twice must be the same as doing it once."""
    try:
        return work()
    except (DatabaseError, InterfaceError):
        if not drop_if_broken():
            raise
    return work()
