"""Requests over the wire, and database access that bypasses Django."""

import http.client
import os
import re
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from typing import Any
from urllib.parse import urlencode

import psycopg
from django.db import connection

from benchmarks.faulty_smtp import FaultySmtp
from benchmarks.site_process import SiteProcess

TOKEN = re.compile(r'name="token" value="([^"]+)"')
IS_SQLITE = connection.vendor == "sqlite"
ASLEEP = "datname = current_database() AND wait_event = 'PgSleep'"  # PostgreSQL backends that are sleeping
LEASES_RUN_OUT = "UPDATE inquiries_mail SET lease_until = " + (
    "datetime('now', '-1 second')" if IS_SQLITE else "now() - interval '1 second'"
)


def line_to(site: SiteProcess) -> Any:
    """A database connection from outside Django, as another program would have; every statement commits by itself."""
    url = site.environment["DATABASE_URL"]
    if IS_SQLITE:
        return closing(sqlite3.connect(url.removeprefix("sqlite:///"), timeout=20, isolation_level=None))
    return psycopg.connect(url, autocommit=True)


def rows(site: SiteProcess, sql: str) -> list[Any]:
    with line_to(site) as line:
        answer = line.execute(sql)
        return answer.fetchall() if answer.description else []


@contextmanager
def locked(site: SiteProcess, table: str = "inquiries_inquiry") -> Iterator[None]:
    """Another program holds a write lock, on the whole SQLite file or on one PostgreSQL table, until the block ends."""
    with line_to(site) as line:
        line.execute("BEGIN IMMEDIATE" if IS_SQLITE else "BEGIN")
        if not IS_SQLITE:
            line.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        line.execute("ROLLBACK")


@contextmanager
def stuck_before_mails(site: SiteProcess) -> Iterator[None]:
    """Storing an inquiry gets stuck after the inquiry is written and before its mails are."""
    if IS_SQLITE:
        endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n"
        rows(site, f"CREATE TRIGGER stuck BEFORE INSERT ON inquiries_mail BEGIN {endless}; END")
        yield
        rows(site, "DROP TRIGGER stuck")
        return
    body = "BEGIN PERFORM pg_sleep(600); RETURN NEW; END"
    rows(site, f"CREATE FUNCTION stuck() RETURNS trigger LANGUAGE plpgsql AS $$ {body} $$")
    rows(site, "CREATE TRIGGER stuck BEFORE INSERT ON inquiries_mail FOR EACH ROW EXECUTE FUNCTION stuck()")
    yield
    rows(site, f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {ASLEEP}")
    rows(site, "DROP FUNCTION stuck CASCADE")


def is_stuck(site: SiteProcess) -> bool:
    """Whether a request is stuck there; for SQLite, whether its file has been locked for writing for a second."""
    if not IS_SQLITE:
        return bool(rows(site, f"SELECT 1 FROM pg_stat_activity WHERE {ASLEEP}"))
    file = site.environment["DATABASE_URL"].removeprefix("sqlite:///")
    with closing(sqlite3.connect(file, timeout=1, isolation_level=None)) as line:
        try:
            line.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError:
            return True
        line.execute("ROLLBACK")
    return False


def request(site: SiteProcess, method: str, path: str, body: dict[str, str] | None = None) -> tuple[int, str]:
    line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=60)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Forwarded-For": f"10.9.8.{os.urandom(1)[0]}"}
    with closing(line):
        line.request(method, path, urlencode(body) if body else None, headers)
        answer = line.getresponse()
        return answer.status, answer.read().decode()


def token_on(site: SiteProcess) -> str:
    found = TOKEN.search(request(site, "GET", "/contact/")[1])
    assert found
    return found[1]


def filled_in(site: SiteProcess, who: str) -> dict[str, str]:
    """The form as a person fills it in."""
    return {
        "token": token_on(site),
        "name": f"Visitor {who}",
        "email": f"{who}@example.com",
        "contact_by": "email",
        "message": f"My shoulder hurts, says {who}.",
        "consent": "on",
    }


def until(true: Callable[[], Any], seconds: float = 60) -> None:
    ends = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < ends, "It did not happen in time."
        time.sleep(0.2)


def arrived(server: FaultySmtp, who: str) -> int:
    return sum(a.recipient == f"{who}@example.com" for a in server.arrivals)


def at_once(site: SiteProcess, bodies: list[dict[str, str]]) -> list[int]:
    """The statuses of posts sent at the same moment."""
    answers: list[int] = []
    start = threading.Barrier(len(bodies))

    def post(body: dict[str, str]) -> None:
        start.wait()
        answers.append(request(site, "POST", "/inquiries/send/", body)[0])

    threads = [threading.Thread(target=post, args=(body,)) for body in bodies]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    return answers
