"""Places where no backup may go and folders that aren't backups are refused in a sentence, before anything changes."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone

from config.backup import sha256_of
from config.environment import BASE_DIR, DATA_DIR

pytestmark = pytest.mark.django_db


@pytest.fixture
def spoiled(tmp_path: Path) -> Path:
    """A backup complete enough for restore's checks, which a test may damage."""
    (tmp_path / "db.sqlite3").write_text("a database")
    manifest = {"made_at": timezone.now().isoformat(), "database": connection.vendor, "migrations": []}
    files = {"db.sqlite3": sha256_of(tmp_path / "db.sqlite3")}
    (tmp_path / "manifest.json").write_text(json.dumps(manifest | {"files": files}))
    return tmp_path


@pytest.mark.parametrize("place", ["media/bb", "media/a/b", "static/bb", "bb", "."])
def test_no_backup_lands_where_the_site_shows_it(place: str) -> None:
    """GET /media/bb/db.sqlite3 would give the database to everybody."""
    target = DATA_DIR / place
    with pytest.raises(CommandError, match="Name a folder elsewhere"):
        call_command("backup", target)
    with pytest.raises(CommandError, match="Name a folder elsewhere"):
        call_command("backup", target, keep_days=3)
    assert not list(DATA_DIR.rglob("*.partial"))


def test_no_other_public_folder_takes_a_backup_either(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path / "pictures"
    (tmp_path / "way").symlink_to(settings.MEDIA_ROOT)
    for target in (settings.MEDIA_ROOT / "bb", tmp_path / "way" / "bb", BASE_DIR / "static" / "bb"):
        with pytest.raises(CommandError, match="Name a folder elsewhere"):
            call_command("backup", target)
        assert not target.exists()


def test_a_target_that_can_not_be_written_is_told_without_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("a file")
    for target in (tmp_path / "file", tmp_path / "file" / "below", Path("/proc/nowhere")):
        for options in ({}, {"keep_days": 3}):
            with pytest.raises(CommandError, match=r"file|nowhere"):
                call_command("backup", target, **options)
    assert (tmp_path / "file").read_text() == "a file"


def test_a_backup_that_fails_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(folder: Path) -> None:
        (folder / "db.sqlite3").write_text("half a database")
        raise OSError("No space left on device")

    monkeypatch.setattr("config.backup.copy_database", fail)
    with pytest.raises(CommandError, match="No space left"):
        call_command("backup", tmp_path / "backups", keep_days=3)
    assert list((tmp_path / "backups").iterdir()) == []


@pytest.mark.parametrize(
    "odd",
    [
        *({"files": wrong} for wrong in ([], 5, "db.sqlite3", None)),
        *({"migrations": wrong} for wrong in (5, [5], None)),
        *({"made_at": wrong} for wrong in (5, "", "yesterday", None)),
        *({"database": wrong} for wrong in ([], "mysql")),
        *({"files": {name: "0"}} for name in ("a\0b", "x" * 300, "../..")),
        *({"files": {"db.sqlite3": wrong}} for wrong in (5, [])),
    ],
    ids=str,
)
def test_a_manifest_of_another_kind_is_refused(spoiled: Path, odd: dict[str, Any]) -> None:
    manifest = json.loads((spoiled / "manifest.json").read_text())
    (spoiled / "manifest.json").write_text(json.dumps(manifest | odd))
    with pytest.raises(CommandError, match=r"holds no backup|Damaged or missing"):
        call_command("restore", spoiled, force=True)


@pytest.mark.parametrize("text", ["", "[]", "5", "null", '"files"'])
def test_a_manifest_that_is_none_is_refused(spoiled: Path, text: str) -> None:
    (spoiled / "manifest.json").write_text(text)
    with pytest.raises(CommandError, match="holds no backup"):
        call_command("restore", spoiled, force=True)
