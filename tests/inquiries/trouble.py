"""Databases and workers in trouble, simulated through Django itself so that tests don't depend on the site's code."""

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import StringIO
from typing import Any
from unittest.mock import patch

from django.core.management import call_command
from django.db import DatabaseError, OperationalError, connection, connections
from django.http import HttpRequest, HttpResponse
from django.urls import get_resolver

WRITES = ("INSERT", "UPDATE", "DELETE")


def is_write(sql: str, table: str = "") -> bool:
    """Whether a statement writes rows (of the given table)."""
    return sql.lstrip().upper().startswith(WRITES) and f'"{table}' in sql


@contextmanager
def failing(when: Callable[[str], bool], error: Exception | None = None) -> Iterator[list[str]]:
    """Make statements fail for which `when` is true; yields the list of those that did."""
    failed: list[str] = []

    def run(execute: Any, sql: str, *rest: Any) -> Any:
        if when(sql):
            failed.append(sql)
            raise error or OperationalError("disk I/O error, row contains zebra")
        return execute(sql, *rest)

    with connection.execute_wrapper(run):
        yield failed


def full(table: str) -> Any:
    """The table accepts no new rows, and the database's error quotes what somebody wrote."""
    return failing(lambda sql: is_write(sql, f'{table}"'), DatabaseError("Failing row contains (zebra)"))


def work_one_round() -> None:
    """Run one round of the real mail worker's other work, by telling it to stop as soon as it has started."""

    def stop(execute: Any, sql: str, *rest: Any) -> Any:
        if signal.getsignal(signal.SIGTERM) is not before:  # the worker has installed its handler
            os.kill(os.getpid(), signal.SIGTERM)
        return execute(sql, *rest)

    before, on_interrupt = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGINT)
    try:
        # The worker closes its connection between rounds, but this connection holds the test's transaction.
        keep = patch.object(connections["default"], "close_if_unusable_or_obsolete")
        with connection.execute_wrapper(stop), keep:
            call_command("deliver", stdout=StringIO())
    finally:
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGINT, on_interrupt)


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's answer to an uncaught error."""
    answer: HttpResponse = get_resolver().resolve_error_handler(500)(request)
    return answer
