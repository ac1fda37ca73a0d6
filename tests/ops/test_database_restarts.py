"""While PostgreSQL restarts, visitors wait a moment, and work that was cut off is done again."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.http import HttpResponse
from django.test import Client, RequestFactory

from config.http.reconnect import ReconnectMiddleware
from config.postgresql import base
from config.settings.urls_to_settings import database_settings
from content.caching import broken_connection
from inquiries.models import Inquiry
from tests.inquiries.visitor import answers, send


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SimpleNamespace]:
    """A server that refuses the next `refusals` connections."""
    state = SimpleNamespace(refusals=0, asked=0)

    def connect(**_: Any) -> Any:
        state.asked += 1
        if state.asked <= state.refusals:
            raise psycopg.OperationalError("the database system is starting up")
        return SimpleNamespace(autocommit=True)

    monkeypatch.setattr(psycopg, "connect", connect)
    monkeypatch.setattr(base.DatabaseWrapper.__base__, "get_new_connection", lambda *_: connect())
    monkeypatch.setattr(base, "PAUSE_SECONDS", 0)
    yield state
    base.DatabaseWrapper.away_since = 0.0
    base.DatabaseWrapper.circuit.close()


@pytest.fixture
def wrapper() -> Any:
    settings = {"TIME_ZONE": None, "TEST": {}, "AUTOCOMMIT": True, **database_settings("postgres://a@127.0.0.1/b")}
    assert settings["ENGINE"] == "config.postgresql"
    return base.DatabaseWrapper(settings, "proof")


def test_whoever_comes_while_the_server_restarts_waits_for_it(server: SimpleNamespace, wrapper: Any) -> None:
    server.refusals = 3
    assert wrapper.get_new_connection({}) is not None
    assert server.asked == 4


def test_only_the_first_wait_for_a_server_that_stays_away(
    server: SimpleNamespace, wrapper: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.refusals = 1_000_000
    clock = iter(range(0, 1_000_000))
    monkeypatch.setattr(base.time, "monotonic", lambda: next(clock))
    tries = []
    for _ in range(2):
        before = server.asked
        with pytest.raises(psycopg.OperationalError):
            wrapper.get_new_connection({})
        tries.append(server.asked - before)
    assert tries[0] > 2
    assert tries[1] == 0  # a server that vanished would take seconds to time out
    monkeypatch.setattr("config.circuit_breaker.RETRY_AFTER", 0)
    server.refusals = 0
    assert wrapper.get_new_connection({}) is not None


@pytest.fixture
def cut_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """The server closes the connection in the middle of the first statement that contains the given words."""
    left: list[str] = []

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if left and left[0] in sql:
            left.clear()
            raise OperationalError("terminating connection due to administrator command")
        return run(sql, params, many, context)

    # As after a real error of this kind: unusable and outside a transaction (every test runs inside one).
    monkeypatch.setattr(connections["default"], "is_usable", lambda: False)
    monkeypatch.setattr(connections["default"], "close", lambda: None)
    monkeypatch.setattr("content.caching.broken_connection.is_in_transaction", lambda: False)
    with connection.execute_wrapper(execute):
        yield left.append
    assert not left


@pytest.mark.django_db
@pytest.mark.parametrize("words", ['INTO "inquiries_inquiry"', 'INTO "inquiries_mail"', "wagtailcore_page"])
def test_an_inquiry_that_was_cut_off_is_stored_once(cut_once: Callable[[str], None], words: str) -> None:
    body = answers(Client())
    cut_once(words)
    assert send(Client(), body).status_code == 303
    assert Inquiry.objects.count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/search/?q=hip", "/conditions/hip-pain/"])
def test_a_page_that_was_cut_off_is_shown(cut_once: Callable[[str], None], path: str) -> None:
    cut_once("wagtailcore_page")
    assert Client(raise_request_exception=False).get(path).status_code == 200


class Connection:
    """Stands in for Django's connection around a driver connection that works or is broken."""

    def __init__(self, is_usable: bool, in_atomic_block: bool) -> None:
        self.connection: object | None = object()
        self.is_usable, self.in_atomic_block, self.closed = lambda: is_usable, in_atomic_block, 0

    def ensure_connection(self) -> None:
        self.connection = self.connection or object()

    def close(self) -> None:
        self.connection, self.closed = None, self.closed + 1


def stays(connection: Connection) -> None:
    """The transaction ends without replacing its connection, broken or not."""


def is_dropped(connection: Connection) -> None:
    """The transaction ends and drops the connection, which it found broken."""
    connection.connection = None


def is_replaced(connection: Connection) -> None:
    """The same, and a later query has already opened a new connection that works."""
    connection.connection = object()
    connection.is_usable = lambda: True


@pytest.mark.django_db  # a request checks the existing connection
@pytest.mark.parametrize(
    ("is_usable", "in_atomic_block", "then", "times", "closed"),
    [
        (True, False, stays, 1, 0),  # the work's own error
        (False, False, stays, 2, 1),
        (True, False, is_dropped, 2, 0),
        (True, False, is_replaced, 2, 0),
        (False, True, stays, 1, 0),  # half a transaction is never repeated
        (False, True, is_replaced, 1, 0),
    ],
)
def test_work_is_done_again_if_the_connection_that_it_began_on_broke(
    monkeypatch: pytest.MonkeyPatch, is_usable: bool, in_atomic_block: bool, then: Any, times: int, closed: int
) -> None:
    done: list[str] = []

    def work() -> str:
        done.append("once")
        if len(done) == 1:
            then(stand_in)
            raise OperationalError("server closed the connection unexpectedly")
        return "done"

    def page(_: Any) -> HttpResponse:
        try:
            return HttpResponse(work())
        except OperationalError:
            return HttpResponse(status=500)

    stand_in = Connection(is_usable, in_atomic_block)
    monkeypatch.setattr(broken_connection, "connection", stand_in)
    if times == 1:
        with pytest.raises(OperationalError):
            broken_connection.retry_once(work)
    else:
        assert broken_connection.retry_once(work) == "done"
    assert (len(done), stand_in.closed) == (times, closed)

    done.clear()
    stand_in = Connection(is_usable, in_atomic_block)
    monkeypatch.setattr(broken_connection, "connection", stand_in)
    assert ReconnectMiddleware(page)(RequestFactory().get("/")).status_code == (500 if times == 1 else 200)
    assert (len(done), stand_in.closed) == (times, closed)
    done.clear()
    assert ReconnectMiddleware(page)(RequestFactory().post("/")).status_code == 500
