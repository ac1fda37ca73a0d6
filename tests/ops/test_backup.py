"""A backup holds what was there, and comes back; nothing that exists is lost by it."""

import os
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LOADS_THE_SITE = """
from django.core.servers.basehttp import get_internal_wsgi_application
get_internal_wsgi_application()
print("loaded", flush=True)
input()
"""


class Site:
    """A data folder with a small database and an upload, and the commands run on it."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "media").mkdir(parents=True)
        (folder / "media" / "door.jpg").write_bytes(b"a picture")
        self.write("before")

    def write(self, text: str) -> None:
        with closing(sqlite3.connect(self.folder / "db.sqlite3")) as database, database:
            database.execute("PRAGMA journal_mode=WAL")
            database.execute("CREATE TABLE IF NOT EXISTS note (text)")
            database.execute("INSERT INTO note VALUES (?)", [text])

    def notes(self) -> list[str]:
        with closing(sqlite3.connect(self.folder / "db.sqlite3")) as database:
            return [text for (text,) in database.execute("SELECT text FROM note")]

    def environment(self, **variables: str) -> dict[str, str]:
        return {
            **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "STORAGE_URL"}},
            "DATA_DIR": str(self.folder),
            "DJANGO_SETTINGS_MODULE": "config.settings.development",
            "PYTHONPATH": "site",
            **variables,
        }

    def run(self, *words: str, **variables: str) -> subprocess.CompletedProcess[str]:
        line = [sys.executable, "manage.py", *words]
        environment = self.environment(**variables)
        return subprocess.run(line, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)

    @contextmanager
    def served(self) -> Iterator[None]:
        """While a process has the site loaded, as an app server does."""
        line = [sys.executable, "-c", LOADS_THE_SITE]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
        with subprocess.Popen(line, cwd=ROOT, env=self.environment(), **pipes) as server:
            assert server.stdout is not None
            assert server.stdout.readline() == "loaded\n"
            yield
            server.communicate("end\n")


@pytest.fixture
def site(tmp_path: Path) -> Site:
    return Site(tmp_path / "data")


def test_what_was_backed_up_comes_back_and_what_was_there_is_put_aside(site: Site, tmp_path: Path) -> None:
    backup = tmp_path / "backups" / "monday"
    with closing(sqlite3.connect(site.folder / "db.sqlite3")) as writer:  # the site runs
        writer.execute("BEGIN IMMEDIATE")
        assert site.run("backup", str(backup)).returncode == 0
    site.write("after")
    (site.folder / "media" / "door.jpg").unlink()
    refused = site.run("restore", str(backup))
    assert refused.returncode != 0
    assert "FORCE=1" in refused.stderr
    assert site.notes() == ["before", "after"]
    assert site.run("restore", str(backup), "--force").returncode == 0
    assert site.notes() == ["before"]
    assert (site.folder / "media" / "door.jpg").read_bytes() == b"a picture"
    [aside] = [file for file in site.folder.glob("db.sqlite3.before-*") if "-wal" not in file.name]
    with closing(sqlite3.connect(aside)) as database:
        assert ("before",) in database.execute("SELECT text FROM note").fetchall()


def test_the_keys_that_a_first_start_made_come_along(site: Site, tmp_path: Path) -> None:
    (site.folder / "field-keys").write_text("the-old-key")
    (site.folder / "field-keys").chmod(0o600)
    assert site.run("backup", str(tmp_path / "one"), FIELD_KEYS="").returncode == 0
    assert (tmp_path / "one").stat().st_mode & 0o077 == 0
    other = Site(tmp_path / "other")
    (other.folder / "field-keys").write_text("a-younger-key")
    assert other.run("restore", str(tmp_path / "one"), "--force").returncode == 0
    assert (other.folder / "field-keys").read_text() == "the-old-key"
    assert (other.folder / "field-keys").stat().st_mode & 0o077 == 0
    [aside] = other.folder.glob("field-keys.before-*")
    assert aside.read_text() == "a-younger-key"


def test_a_running_site_is_not_replaced(site: Site, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "one"))
    (site.folder / "db.sqlite3").unlink()
    with site.served():
        refused = site.run("restore", str(tmp_path / "one"))
    assert refused.returncode != 0
    assert "The site runs" in refused.stderr
    assert not (site.folder / "db.sqlite3").exists()
    assert site.run("restore", str(tmp_path / "one")).returncode == 0


def test_a_backup_of_a_newer_release_is_refused(site: Site, tmp_path: Path) -> None:
    with closing(sqlite3.connect(site.folder / "db.sqlite3")) as database, database:
        database.execute("CREATE TABLE django_migrations (id INTEGER, app TEXT, name TEXT, applied TEXT)")
        database.execute("INSERT INTO django_migrations VALUES (1, 'content', '0999_later', '2030-01-01')")
    site.run("backup", str(tmp_path / "one"))
    refused = site.run("restore", str(tmp_path / "one"), "--force")
    assert refused.returncode != 0
    assert "content.0999_later" in refused.stderr


def test_a_backup_overwrites_no_other(site: Site, tmp_path: Path) -> None:
    assert site.run("backup", str(tmp_path / "one")).returncode == 0
    again = site.run("backup", str(tmp_path / "one"))
    assert again.returncode != 0
    assert "not empty" in again.stderr


def test_a_damaged_backup_is_refused_and_changes_nothing(site: Site, tmp_path: Path) -> None:
    site.run("backup", str(tmp_path / "one"))
    (tmp_path / "one" / "media" / "door.jpg").write_bytes(b"another")
    refused = site.run("restore", str(tmp_path / "one"), "--force")
    assert refused.returncode != 0
    assert "door.jpg" in refused.stderr
    assert site.notes() == ["before"]
