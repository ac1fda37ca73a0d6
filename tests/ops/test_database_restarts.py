"""A PostgreSQL that restarts: who comes meanwhile waits for a moment, and what was cut off is done again."""

from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from config.postgresql import base
from config.settings.urls_to_settings import database_settings
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
    base.DatabaseWrapper.away_since.clear()


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
    assert tries[1] == 1


@pytest.fixture
def cut_once(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """The server closes the connection in the middle of the first statement that holds the words."""
    left: list[str] = []

    def execute(run: Any, sql: str, params: Any, many: bool, context: Any) -> Any:
        if left and left[0] in sql:
            left.clear()
            raise OperationalError("terminating connection due to administrator command")
        return run(sql, params, many, context)

    # As it is after such an error: of no use, and between transactions (each test is inside of one).
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
