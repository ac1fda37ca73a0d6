"""A backup holds what was there, and comes back; nothing that exists is lost by it."""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

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


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    return Site(tmp_path_factory.mktemp("site") / "data")


@pytest.fixture(scope="session")
def backup(site: Site) -> Path:
    """One for all of this module, made while something is being written."""
    folder = site.folder.parent / "backups" / "monday"
    (site.folder / "field-keys").write_text("the-old-key")
    (site.folder / "field-keys").chmod(0o600)
    with closing(sqlite3.connect(site.folder / "db.sqlite3")) as writer:
        writer.execute("BEGIN IMMEDIATE")
        made = site.run("backup", str(folder), FIELD_KEYS="")
    assert made.returncode == 0, made.stderr
    assert folder.stat().st_mode & 0o077 == 0
    return folder


def test_what_was_backed_up_comes_back_and_what_was_there_is_put_aside(site: Site, backup: Path) -> None:
    site.write("after")
    (site.folder / "media" / "door.jpg").unlink()
    (site.folder / "field-keys").write_text("a-younger-key")
    refused = site.run("restore", str(backup))
    assert refused.returncode != 0
    assert "FORCE=1" in refused.stderr
    assert site.notes() == ["before", "after"]
    assert site.run("restore", str(backup), "--force").returncode == 0
    assert site.notes() == ["before"]
    assert (site.folder / "media" / "door.jpg").read_bytes() == b"a picture"
    assert (site.folder / "field-keys").read_text() == "the-old-key"
    assert (site.folder / "field-keys").stat().st_mode & 0o077 == 0
    [aside] = [file for file in site.folder.glob("db.sqlite3.before-*") if "-wal" not in file.name]
    with closing(sqlite3.connect(aside)) as database:
        assert ("before",) in database.execute("SELECT text FROM note").fetchall()
    [key_aside] = site.folder.glob("field-keys.before-*")
    assert key_aside.read_text() == "a-younger-key"


def test_a_running_site_is_not_replaced(site: Site, backup: Path, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    (other.folder / "db.sqlite3").unlink()
    with other.served():
        refused = other.run("restore", str(backup))
    assert refused.returncode != 0
    assert "The site runs" in refused.stderr
    assert not (other.folder / "db.sqlite3").exists()


# What is refused before anything is touched, in this process ------------------------------------------


@pytest.fixture
def spoiled(backup: Path, tmp_path: Path) -> Path:
    """A copy of the backup, to be spoiled."""
    return Path(shutil.copytree(backup, tmp_path / "copy"))


@pytest.mark.django_db
def test_a_backup_of_a_newer_release_is_refused(spoiled: Path) -> None:
    manifest = json.loads((spoiled / "manifest.json").read_text())
    manifest["migrations"].append("content.0999_later")
    (spoiled / "manifest.json").write_text(json.dumps(manifest | {"database": connection.vendor}))
    with pytest.raises(CommandError, match=r"content\.0999_later"):
        call_command("restore", spoiled, force=True)


@pytest.mark.django_db
def test_a_damaged_backup_is_refused(spoiled: Path) -> None:
    (spoiled / "media" / "door.jpg").write_bytes(b"another")
    with pytest.raises(CommandError, match=r"door\.jpg"):
        call_command("restore", spoiled, force=True)


@pytest.mark.django_db
def test_a_backup_overwrites_no_other(spoiled: Path) -> None:
    before = (spoiled / "manifest.json").read_bytes()
    with pytest.raises(CommandError, match="not empty"):
        call_command("backup", spoiled)
    assert (spoiled / "manifest.json").read_bytes() == before
