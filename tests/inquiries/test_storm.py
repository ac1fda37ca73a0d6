"""The whole site in processes of its own, on the suite's kind of database: what one process and mocks can't show."""

import http.client
import os
import re
import shutil
import signal
import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import psycopg
import pytest
from django.db import connection

from benchmarks.faulty_smtp import FaultySmtp
from benchmarks.site_process import SiteProcess, children_of
from tests.prepared import copy_to

pytestmark = pytest.mark.django_db  # only so that the test database is made, which is the site's template
TOKEN = re.compile(r'name="token" value="([^"]+)"')
IS_SQLITE = connection.vendor == "sqlite"
LEASES_RUN_OUT = "UPDATE inquiries_mail SET lease_until = " + (
    "datetime('now', '-1 second')" if IS_SQLITE else "now() - interval '1 second'"
)


@pytest.fixture(scope="module")
def database(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[str]:
    """The URL of a copy of the test database."""
    if IS_SQLITE:
        file = tmp_path_factory.mktemp("database") / "db.sqlite3"
        with django_db_blocker.unblock():
            copy_to(file)
        yield f"sqlite:///{file}"
        return
    settings = connection.settings_dict
    name = f"{settings['NAME']}_storm"
    server = {"host": settings["HOST"], "port": settings["PORT"], "user": settings["USER"]}
    server["password"] = settings["PASSWORD"]
    with django_db_blocker.unblock():
        connection.close()  # a template must not be in use
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
    login = quote(settings["USER"], "") + (f":{quote(settings['PASSWORD'], '')}" if settings["PASSWORD"] else "")
    yield f"postgres://{login}@{quote(settings['HOST'], '')}:{settings['PORT'] or 5432}/{name}"
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as line:
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="module")
def server() -> Iterator[FaultySmtp]:
    with FaultySmtp() as server:
        yield server


@pytest.fixture(scope="module")
def site(database: str, tmp_path_factory: Any, server: Any) -> Iterator[SiteProcess]:
    """The starter site, served by two processes."""
    folder: Path = tmp_path_factory.mktemp("site")
    site = SiteProcess(
        folder,
        EMAIL_URL=f"smtp://127.0.0.1:{server.port}",
        DEFAULT_FROM_EMAIL="clinic@clinic.example",
        DATABASE_URL=database,
        DATABASE_TIMEOUT="6",
    )
    try:
        site.serve()
        yield site
    finally:
        site.end_all()
        print((folder / "log.txt").read_text()[-20_000:])  # noqa: T201 (pytest shows it when a test failed)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _clean(site: SiteProcess, server: FaultySmtp) -> None:
    """Each test begins with an empty outbox and a mail server that works."""
    server.mode = "ok"
    server.arrivals.clear()
    rows(site, "DELETE FROM inquiries_mail")


def line_to(site: SiteProcess) -> Any:
    """A connection past Django, as another program has it; it commits each statement by itself."""
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
    """Another program writes and does not come to an end: into the file, or into one table."""
    with line_to(site) as line:
        line.execute("BEGIN IMMEDIATE" if IS_SQLITE else "BEGIN")
        if not IS_SQLITE:
            line.execute(f"LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE")
        yield
        line.execute("ROLLBACK")


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
    """A form as a person fills it in."""
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
    """The answers to posts sent at the same moment."""
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


def test_twenty_at_once_are_one_inquiry_with_one_mail_for_each(site: SiteProcess) -> None:
    before = rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0]
    assert at_once(site, [filled_in(site, "twenty")] * 20) == [303] * 20
    assert rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0] == before + 1
    assert rows(site, "SELECT purpose, count(*) FROM inquiries_mail GROUP BY purpose ORDER BY purpose") == [
        ("confirmation", 1),
        ("staff_notice", 1),
    ]


def test_a_worker_killed_while_it_sends_loses_nothing(site: SiteProcess, server: FaultySmtp) -> None:
    server.mode = "hang"
    assert request(site, "POST", "/inquiries/send/", filled_in(site, "killed"))[0] == 303
    connections = server.connections
    worker = site.deliver()
    until(lambda: server.connections > connections)  # it is in the middle of sending
    worker.send_signal(signal.SIGKILL)
    worker.wait(timeout=10)
    assert rows(site, "SELECT count(*) FROM inquiries_mail WHERE lease_until IS NOT NULL")[0][0] == 2
    server.mode = "ok"
    # Its lease runs out: the test can't wait for a minute, so the minute is taken from the lease.
    rows(site, LEASES_RUN_OUT)
    other = site.deliver()
    until(lambda: arrived(server, "killed"))
    until(lambda: not rows(site, "SELECT 1 FROM inquiries_mail WHERE state = 'queued'"))
    site.end(other)
    assert arrived(server, "killed") == 1
    assert len(server.arrivals) == 2


def test_three_workers_at_once_send_each_mail_once(site: SiteProcess, server: FaultySmtp) -> None:
    server.mode = "slow"
    first = filled_in(site, "many0")
    for number in range(5):
        body = first | {"email": f"many{number}@example.com", "message": f"Text {number}"}
        assert request(site, "POST", "/inquiries/send/", body)[0] == 303
    workers = [site.deliver() for _ in range(3)]
    until(lambda: not rows(site, "SELECT 1 FROM inquiries_mail WHERE state = 'queued'"), 90)
    for worker in workers:
        site.end(worker)
    assert [arrived(server, f"many{n}") for n in range(5)] == [1] * 5
    assert len({a.message_id for a in server.arrivals}) == len(server.arrivals) == 10


def test_while_another_process_writes_a_visitor_waits_and_is_stored(site: SiteProcess) -> None:
    body = filled_in(site, "patient")
    answers: list[int] = []
    visitor = threading.Thread(target=lambda: answers.append(request(site, "POST", "/inquiries/send/", body)[0]))
    with locked(site):
        visitor.start()
        time.sleep(3)
    visitor.join(timeout=60)
    assert answers == [303]


@pytest.mark.parametrize("table", ["inquiries_inquiry", "wagtailcore_page", "inquiries_dailysalt"])
def test_a_database_locked_for_good_is_a_503_with_the_words_kept_and_then_works(site: SiteProcess, table: str) -> None:
    if IS_SQLITE and table != "inquiries_inquiry":
        pytest.skip("SQLite locks the file, whatever the table.")
    body = filled_in(site, f"locked-{table}") | {"message": f"zebra & <hip> {table}"}
    before = rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0]
    with locked(site, table):
        status, page = request(site, "POST", "/inquiries/send/", body)  # gives up itself after a minute
    assert status == 503
    assert "zebra &amp; &lt;hip&gt;" in page
    assert "tel:" in page
    assert rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0] == before
    assert request(site, "POST", "/inquiries/send/", body)[0] == 303


def test_a_web_worker_killed_in_mid_request_stores_all_or_nothing_and_a_second_try_works(site: SiteProcess) -> None:
    body = filled_in(site, "midway")
    before = rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0]
    granian = site.started[0].pid
    with locked(site):  # the request stands in the middle of its transaction
        ended = threading.Event()

        def post() -> None:
            try:
                request(site, "POST", "/inquiries/send/", body)
            except (OSError, http.client.HTTPException):
                ended.set()

        visitor = threading.Thread(target=post)
        visitor.start()
        time.sleep(1.5)
        for pid in children_of(granian):
            if b"spawn" in Path(f"/proc/{pid}/cmdline").read_bytes():
                os.kill(pid, signal.SIGKILL)
        assert ended.wait(20)
    visitor.join(timeout=20)
    assert rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0] == before

    def is_back() -> bool:
        try:
            return request(site, "POST", "/inquiries/send/", body)[0] == 303
        except (OSError, http.client.HTTPException):
            return False

    until(is_back, 60)
    assert rows(site, "SELECT count(*) FROM inquiries_inquiry")[0][0] == before + 1


def test_eight_texts_at_once_by_one_address_get_one_confirmation(site: SiteProcess) -> None:
    body = filled_in(site, "eight")
    bodies = [body | {"message": f"Text {number}"} for number in range(8)]
    assert at_once(site, bodies) == [303] * 8
    sent = dict(rows(site, "SELECT purpose, count(*) FROM inquiries_mail GROUP BY purpose"))
    assert sent == {"confirmation": 1, "staff_notice": 8}


def test_a_worker_passes_by_what_another_holds_and_does_not_wait(site: SiteProcess, server: FaultySmtp) -> None:
    if IS_SQLITE:
        pytest.skip("SQLite has one writer at a time: there is nothing to pass by.")
    first = filled_in(site, "held0")
    for number in range(2):
        body = first | {"email": f"held{number}@example.com", "message": f"Text {number}"}
        assert request(site, "POST", "/inquiries/send/", body)[0] == 303
    with line_to(site) as line:
        line.execute("BEGIN")
        held = line.execute("SELECT id FROM inquiries_mail ORDER BY id LIMIT 2 FOR UPDATE").fetchall()
        worker = site.deliver()
        until(lambda: len(server.arrivals) >= 2, 30)
        assert rows(site, "SELECT id FROM inquiries_mail WHERE state = 'queued' ORDER BY id") == held
        line.execute("ROLLBACK")
    until(lambda: not rows(site, "SELECT 1 FROM inquiries_mail WHERE state = 'queued'"))
    site.end(worker)
    assert len(server.arrivals) == 4


def test_a_worker_whose_line_to_the_database_breaks_while_it_sends_remembers_what_it_sent(
    site: SiteProcess, server: FaultySmtp
) -> None:
    if IS_SQLITE:
        pytest.skip("SQLite is a file: there is no line to break.")
    server.mode = "slow"
    assert request(site, "POST", "/inquiries/send/", filled_in(site, "cut-off"))[0] == 303
    connections = server.connections
    worker = site.deliver()
    until(lambda: server.connections > connections)  # it is in the middle of sending
    rows(
        site,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
        "WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )
    until(lambda: not rows(site, "SELECT 1 FROM inquiries_mail WHERE state = 'queued'"))
    rows(site, LEASES_RUN_OUT)
    site.end(worker)
    assert arrived(server, "cut-off") == 1
    assert len(server.arrivals) == 2
