"""The whole site in processes of its own, on the suite's kind of database, for what mocks in one process can't show."""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import psycopg
import pytest
from django.db import connection

from benchmarks.faulty_smtp import FaultySmtp
from benchmarks.site_process import SiteProcess
from tests.inquiries.storm.site_help import IS_SQLITE, rows
from tests.prepared import copy_to


@pytest.fixture(scope="package")
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
        connection.close()  # PostgreSQL can't copy a template that is in use
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as line:
        line.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')
        line.execute(f'CREATE DATABASE "{name}" TEMPLATE "{settings["NAME"]}"')
    login = quote(settings["USER"], "") + (f":{quote(settings['PASSWORD'], '')}" if settings["PASSWORD"] else "")
    yield f"postgres://{login}@{quote(settings['HOST'], '')}:{settings['PORT'] or 5432}/{name}"
    with psycopg.connect(**server, dbname="postgres", autocommit=True) as line:
        line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@pytest.fixture(scope="package")
def server() -> Iterator[FaultySmtp]:
    with FaultySmtp() as server:
        yield server


@pytest.fixture(scope="package")
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
        print((folder / "log.txt").read_text()[-20_000:])  # noqa: T201 (pytest shows it when a test fails)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(autouse=True)
def _clean(site: SiteProcess, server: FaultySmtp) -> None:
    """Start each test with an empty outbox and a mail server that works."""
    server.mode = "ok"
    server.arrivals.clear()
    rows(site, "DELETE FROM inquiries_mail")
