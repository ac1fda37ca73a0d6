"""What a backup contains: everything a site needs, and nothing left behind by an earlier run."""

import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from tests.ops.test_backup import Site

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A site that was restored before and whose last backup was interrupted."""
    made = Site(tmp_path_factory.mktemp("contents") / "data")
    (made.folder / "secret-key").write_text("made-on-the-first-start-and-long-enough-for-these-tests")
    aside = made.folder / "media" / ".before-20260301-031500"
    aside.mkdir()
    (aside / "window.jpg").write_bytes(b"what was there before")
    partial = made.folder.parent / "monday.partial"
    partial.mkdir()
    (partial / "half-a-database").write_text("broken off")
    return made


@pytest.fixture(scope="module")
def backup(site: Site) -> Path:
    folder = site.folder.parent / "monday"
    made = site.run("backup", str(folder))
    assert made.returncode == 0, made.stderr
    return folder


def test_a_backup_holds_the_site_and_nothing_that_was_left_behind(backup: Path) -> None:
    files = {str(file.relative_to(backup)) for file in backup.rglob("*") if file.is_file()}
    assert files - {"keys/field-keys"} == {"manifest.json", "db.sqlite3", "keys/secret-key", "media/door.jpg"}


def test_the_secret_key_comes_back_too(backup: Path, tmp_path: Path) -> None:
    """Without it, every link in a mail would stop working and every session would end."""
    other = Site(tmp_path / "other")
    assert other.run("restore", str(backup), "--force").returncode == 0
    assert (other.folder / "secret-key").read_text() == "made-on-the-first-start-and-long-enough-for-these-tests"


def test_what_a_killed_server_had_not_yet_written_into_its_database_stays_out(backup: Path, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    database, log = other.folder / "db.sqlite3", other.folder / "db.sqlite3-wal"
    with closing(sqlite3.connect(database)) as server:
        server.execute("INSERT INTO note VALUES ('of a server that was killed')")
        server.commit()
        for file in (database, log):
            shutil.copy(file, tmp_path / file.name)
    for file in (database, log):
        shutil.copy(tmp_path / file.name, file)
    assert other.run("restore", str(backup), "--force").returncode == 0
    assert other.notes() == ["before"]


def test_no_backup_lands_where_the_proxy_shows_it(site: Site, tmp_path: Path) -> None:
    public = tmp_path / "public"
    refused = site.run("backup", str(public / "tuesday"), PUBLIC_DIR=str(public))
    assert "Name a folder elsewhere" in refused.stderr
    assert not (public / "tuesday").exists()


@pytest.mark.parametrize("lost", [["2500"], ["2500", "3500"]], ids=["one row", "two rows"])
def test_a_database_that_is_damaged_is_not_taken_for_a_backup(tmp_path: Path, lost: list[str]) -> None:
    other = Site(tmp_path / "other")
    with closing(sqlite3.connect(other.folder / "db.sqlite3")) as database, database:
        database.execute("CREATE INDEX of_notes ON note (text)")
        database.executemany("INSERT INTO note VALUES (?)", [(f"word {number}",) for number in range(5000)])
    stored = (other.folder / "db.sqlite3").read_bytes()
    for number in lost:  # flip one bit, as a failing disk does
        stored = stored.replace(f"word {number}".encode(), f"wore {number}".encode(), 1)
    (other.folder / "db.sqlite3").write_bytes(stored)
    ran = other.run("backup", str(tmp_path / "tuesday"))
    assert ran.returncode == 1
    assert ran.stderr.startswith("CommandError: The copy of the database is damaged: row "), ran.stderr
    assert not (tmp_path / "tuesday").exists()
