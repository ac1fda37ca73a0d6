"""A backup holds the whole site and can be restored, and restoring never loses data that was already there."""

import json
import os
import re
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

from config.backup import drop_old_backups

pytestmark = pytest.mark.e2e
ROOT = Path(__file__).resolve().parents[2]
LOADS_THE_SITE = """
from django.core.servers.basehttp import get_internal_wsgi_application
get_internal_wsgi_application()
print("loaded", flush=True)
input()
"""


class Site:
    """A data folder with a small database and one upload, and the commands that run on it."""

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
        """Keep a process running that has the site loaded, as an app server does."""
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
    """One backup for the whole module, made while something is being written."""
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
    assert (site.folder / "db.sqlite3").stat().st_mode & 0o077 == 0
    [key_aside] = site.folder.glob("field-keys.before-*")
    assert key_aside.read_text() == "a-younger-key"


def test_nightly_backups_roll_off_once_there_is_a_new_one(site: Site, tmp_path: Path) -> None:
    for name, made_at in {"old": "2020-01-01T03:20:00+00:00", "young": "2999-01-01T03:20:00+00:00"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(json.dumps({"made_at": made_at}))
    shutil.copy(tmp_path / "old" / "manifest.json", tmp_path)  # this folder is itself an old backup
    (tmp_path / "notes").mkdir()
    (tmp_path / "yesterday.partial").mkdir()
    ran = site.run("backup", str(tmp_path), "--keep-days", "34")
    assert ran.returncode == 0, ran.stderr
    made, *others = sorted(entry.name for entry in tmp_path.iterdir())
    assert re.fullmatch(r"\d{4}-\d\d-\d\d-\d{4}", made)
    assert others == ["manifest.json", "notes", "young"]
    assert (tmp_path / made / "db.sqlite3").exists()


def test_the_newest_backup_stays_however_old_it_is(tmp_path: Path) -> None:
    for name, made_at in {"old": "2020-01-01T03:20:00+00:00", "newest": "2021-01-01T03:20:00"}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text(json.dumps({"made_at": made_at}))
    drop_old_backups(tmp_path, 1)
    assert [entry.name for entry in tmp_path.iterdir()] == ["newest"]


def test_a_running_site_is_not_replaced(site: Site, backup: Path, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    (other.folder / "db.sqlite3").unlink()
    with other.served():
        refused = other.run("restore", str(backup), "--force")
    assert refused.returncode != 0
    assert "The site runs" in refused.stderr
    assert not (other.folder / "db.sqlite3").exists()


def everything(folder: Path) -> dict[str, bytes]:
    """Every file in a data folder, except those that merely opening a database creates."""
    files = [
        file for file in folder.rglob("*") if file.is_file() and not file.name.endswith(("-wal", "-shm", "in-use"))
    ]
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


@pytest.fixture
def other(tmp_path: Path) -> Site:
    """Another site, to restore the backup into."""
    made = Site(tmp_path / "other")
    made.write("of the other")
    (made.folder / "secret-key").write_text("development-only-and-long-enough-for-these-tests")
    (made.folder / "field-keys").write_text("b25seS1mb3ItdGVzdHMtb25seS1mb3ItdGVzdHMtb24=")
    (made.folder / "media" / "window.jpg").write_bytes(b"another picture")
    return made


IN_A_NAMESPACE = ["unshare", "--mount", "--map-root-user", "sh", "-ec"]
CAN_MOUNT = subprocess.run([*IN_A_NAMESPACE, "mount -t tmpfs none /mnt"], capture_output=True, check=False)
needs_mounts = pytest.mark.skipif(CAN_MOUNT.returncode != 0, reason="nothing can be mounted here")


def restore_with(other: Site, backup: Path, script: str) -> subprocess.CompletedProcess[str]:
    """Run `restore` after a script that mounts what it needs; $DATA is the site's folder, $RESTORE the command."""
    variables = {"DATA": str(other.folder), "RESTORE": f"{sys.executable} manage.py restore {backup} --force"}
    line = [*IN_A_NAMESPACE, script]
    return subprocess.run(
        line, cwd=ROOT, env=other.environment(**variables), capture_output=True, text=True, check=False
    )


@needs_mounts
def test_a_media_folder_that_is_mounted_is_restored_as_any_other(other: Site, backup: Path) -> None:
    script = (
        "mount -t tmpfs none $DATA/media; echo old > $DATA/media/window.jpg; $RESTORE; ls $DATA/media/ $DATA/media/.b*"
    )
    ran = restore_with(other, backup, script)
    assert ran.returncode == 0, ran.stderr
    assert "door.jpg" in ran.stdout
    assert "window.jpg" in ran.stdout.partition(".before-")[2].partition(":")[2]
    assert other.notes() == ["before"]


@needs_mounts
@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("mount -t tmpfs -o size=64k none $DATA/media", "MiB are needed"),
        ("mkdir -p $DATA/media/images; mount -t tmpfs none $DATA/media/images", "images is mounted"),
        ("mount -t tmpfs none $DATA/media; mount -o remount,ro,bind $DATA/media", "Read-only|can't be written"),
    ],
)
def test_what_could_fail_half_way_is_found_before_anything_is_replaced(other: Site, backup, script, said) -> None:
    (other.folder / "media" / "images").mkdir()
    before = everything(other.folder)
    ran = restore_with(other, backup, f"{script}; $RESTORE")
    assert ran.returncode != 0
    assert re.search(said, ran.stderr), ran.stderr
    assert "Traceback" not in ran.stderr
    assert everything(other.folder) == before


def test_what_fails_in_the_middle_is_undone(other: Site, backup: Path) -> None:
    """The last step fails: renaming the database itself."""
    before = everything(other.folder)
    blocked = "import os, sys; from pathlib import Path; rename = Path.rename\n"
    blocked += "def refuse(self, target):\n    if self.name.startswith('db.sqlite3.restoring'): raise OSError('no')\n"
    blocked += "    return rename(self, target)\nPath.rename = refuse\n"
    code = f"{blocked}sys.argv = ['manage.py', 'restore', {str(backup)!r}, '--force']\nimport manage; manage.main()"
    line = [sys.executable, "-c", code]
    ran = subprocess.run(line, cwd=ROOT, env=other.environment(), capture_output=True, text=True, check=False)
    assert ran.returncode != 0
    assert "Nothing was replaced" in ran.stderr
    assert everything(other.folder) == before
    assert other.notes() == ["before", "of the other"]


def test_whoever_does_not_own_the_data_restores_nothing(other: Site, backup: Path) -> None:
    if os.geteuid():
        pytest.skip("only root can give a folder away")
    os.chown(other.folder, 65534, 65534)
    before = everything(other.folder)
    ran = other.run("restore", str(backup), "--force")
    assert "restore as that user" in ran.stderr
    assert everything(other.folder) == before


# Refused before anything is touched, in this process ---------------------------------------------------


@pytest.fixture
def spoiled(backup: Path, tmp_path: Path) -> Path:
    """A copy of the backup that a test may damage."""
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


def test_a_data_folder_that_can_not_be_made_is_told_without_a_traceback(spoiled: Path, tmp_path: Path) -> None:
    other = Site(tmp_path / "other")
    shutil.rmtree(other.folder / "media")
    (other.folder / "media").write_text("a file")
    ran = other.run("restore", str(spoiled), "--force")
    assert ran.returncode == 1
    assert ran.stderr.startswith("CommandError: "), ran.stderr
    assert other.notes() == ["before"]
