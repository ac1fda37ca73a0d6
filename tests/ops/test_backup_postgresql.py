"""Backup, restore and drill connect to PostgreSQL exactly as the site does."""

import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest
from django.db import OperationalError, connection, connections
from psycopg.conninfo import conninfo_to_dict

from config import backup
from config.environment import env
from config.management.commands import restore_drill
from config.settings.urls_to_settings import database_settings
from tests.ops.test_backup import Site

URL = "postgres://clinic:s%3Acret@db.example.com:6432/clinic?sslmode=verify-full&sslrootcert=/etc/ca.pem&sslcert=/etc/c.pem"


@pytest.fixture
def database(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The site's connection, as if DATABASE_URL named this server; nothing is asked for."""
    connections.settings["elsewhere"] = connections.settings["default"] | database_settings(URL)
    database = connections.create_connection("elsewhere")
    del connections.settings["elsewhere"]
    monkeypatch.setattr(backup, "connection", database)
    monkeypatch.setattr(restore_drill, "connection", database)
    return database


def test_the_programs_connect_as_the_site_does(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[tuple[list[str], dict[str, str]]] = []
    monkeypatch.setattr(subprocess, "run", lambda line, env, check: calls.append((line, env)))
    backup.run_postgres("pg_dump", "--format=custom")
    [([program, option, conninfo, words], environment)] = calls
    assert (program, option, words) == ("pg_dump", "--dbname", "--format=custom")
    said = conninfo_to_dict(conninfo)
    assert said["host"] == "db.example.com"
    assert str(said["port"]) == "6432"
    assert (said["user"], said["dbname"]) == ("clinic", "clinic")
    assert (said["sslmode"], said["sslrootcert"], said["sslcert"]) == ("verify-full", "/etc/ca.pem", "/etc/c.pem")
    assert "statement_timeout" not in conninfo  # a dump may take longer than a request
    assert "s:cret" not in " ".join(calls[0][0])  # every user of the machine can read a command line
    assert environment["PGPASSWORD"] == "s:cret"


def test_the_drill_uses_the_sites_address_with_another_database(database: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", URL)
    asked: list[str] = []

    class Cursor:
        def __enter__(self) -> "Cursor":
            return self

        def __exit__(self, *_: object) -> None: ...

        def execute(self, sql: str) -> None:
            asked.append(sql)

    monkeypatch.setattr(database, "cursor", Cursor)
    with restore_drill.scratch_database() as url:
        assert asked[-1] == 'CREATE DATABASE "clinic_restore_drill"'
    assert urlsplit(url)._replace(path="/clinic").geturl() == URL
    assert urlsplit(url).path == "/clinic_restore_drill"
    assert asked[-1] == 'DROP DATABASE "clinic_restore_drill"'


def test_a_database_that_does_not_answer_ends_without_a_traceback() -> None:
    with pytest.raises(backup.CommandError, match="connection refused"), backup.as_command_error():
        raise OperationalError("connection refused")


@pytest.fixture
def scratch() -> Iterator[str]:
    """The URL of an empty database on the tests' server."""
    url = urlsplit(env("DATABASE_URL"))
    with psycopg.connect(url._replace(path="/postgres").geturl(), autocommit=True) as server:
        server.execute("DROP DATABASE IF EXISTS pinpoint_restored")
        server.execute("CREATE DATABASE pinpoint_restored")
        yield url._replace(path="/pinpoint_restored").geturl()
        server.execute("DROP DATABASE pinpoint_restored")


@pytest.mark.e2e
@pytest.mark.skipif(connection.vendor != "postgresql", reason="needs a PostgreSQL server")
def test_a_backup_comes_back_over_the_tables_of_a_later_release(scratch: str, tmp_path: Path) -> None:
    site = Site(tmp_path / "data")
    with psycopg.connect(scratch, autocommit=True) as database:
        database.execute("CREATE TABLE page (id int PRIMARY KEY); INSERT INTO page VALUES (1)")
        assert site.run("backup", str(tmp_path / "backup"), DATABASE_URL=scratch).returncode == 0
        database.execute("CREATE TABLE later (page int REFERENCES page); INSERT INTO page VALUES (2)")
        ran = site.run("restore", str(tmp_path / "backup"), "--force", DATABASE_URL=scratch)
        assert ran.returncode == 0, ran.stderr
        assert database.execute("SELECT id FROM page").fetchall() == [(1,)]
        assert database.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'").fetchall() == [("page",)]
        dump = (tmp_path / "backup" / "db.dump").read_bytes()
    assert not list(site.folder.glob("*.restoring-*"))
    [aside] = site.folder.glob("db.dump.before-*")
    assert len(aside.read_bytes()) > len(dump)
