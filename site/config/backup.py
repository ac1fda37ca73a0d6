"""A consistent backup of database and media while the site runs, and restoring it."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from config.data_lock import is_running
from config.environment import DATA_DIR

MANIFEST, DATABASE, DUMP, MEDIA, KEYS = "manifest.json", "db.sqlite3", "db.dump", "media", "keys"
KEPT_KEYS = ("secret-key", "field-keys")  # made on first start in development; in production they are variables
CHUNK = 2**20


class BackupError(Exception):
    """Why a backup can't be made or restored, in words for the operator."""


def back_up(folder: Path, report: Callable[[str], None]) -> None:
    """Write a backup into `folder`, which must be new or empty. A partial backup never has that name."""
    if folder.exists() and any(folder.iterdir()):
        raise BackupError(f"{folder} is not empty. Name a new folder, so that no older backup is lost.")
    partial = folder.with_name(f"{folder.name}.partial")
    shutil.rmtree(partial, ignore_errors=True)
    partial.mkdir(parents=True, mode=0o700)
    # The database first: a picture that is uploaded afterwards is one too many, never one too few.
    copy_database(partial)
    copy_media(partial / MEDIA)
    copy_keys(DATA_DIR, partial / KEYS)
    manifest = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": applied_migrations(),
        "files": {name: digest(partial / name) for name in files_below(partial)},
    }
    (partial / MANIFEST).write_text(json.dumps(manifest, indent=1))
    if folder.exists():
        folder.rmdir()
    partial.rename(folder)
    report(f"{len(manifest['files'])} files in {folder}")


def restore(folder: Path, force: bool, report: Callable[[str], None]) -> None:
    """Replace the site's data by a backup. The old data is renamed, never deleted."""
    manifest = verified_manifest(folder)
    if manifest["database"] != connection.vendor:
        raise BackupError(f"This is a backup of {manifest['database']}, the site runs on {connection.vendor}.")
    if unknown := set(manifest.get("migrations", ())) - known_migrations():
        raise BackupError(f"The backup is of a newer release, which knows {min(unknown)}: install that first.")
    if is_running(DATA_DIR) and not force:
        raise BackupError(f"The site runs on {DATA_DIR}. Stop it first; FORCE=1 brings the backup back all the same.")
    if has_data() and not force:
        raise BackupError(
            "There is a database already. Stop the site, then say FORCE=1: what is there will be put aside."
        )
    suffix = f".before-{datetime.now():%Y%m%d-%H%M%S}"
    replaced = has_data()
    connections.close_all()
    if connection.vendor == "sqlite":
        restore_sqlite(folder / DATABASE, Path(settings.DATABASES["default"]["NAME"]), suffix)
    else:
        if replaced:
            aside = DATA_DIR / (DUMP + suffix)
            aside.touch(mode=0o600)
            run_postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(aside))
        run_postgres("pg_restore", "--clean", "--if-exists", "--no-owner", "--single-transaction", str(folder / DUMP))
    media = Path(settings.MEDIA_ROOT)
    if media.exists() and any(media.iterdir()):
        media.rename(media.with_name(media.name + suffix))
    shutil.copytree(folder / MEDIA, media, dirs_exist_ok=True)
    for key in KEPT_KEYS:
        if (folder / KEYS / key).exists() and (DATA_DIR / key).exists():
            (DATA_DIR / key).rename(DATA_DIR / (key + suffix))
    copy_keys(folder / KEYS, DATA_DIR)
    report(f"Back from {folder}, made {manifest['made_at']}. What was there before ends in {suffix}.")


# Database ------------------------------------------------------------------------------------------


def copy_database(folder: Path) -> None:
    """Copy by SQLite's online backup, which blocks no writer, or by pg_dump."""
    if connection.vendor != "sqlite":
        run_postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(folder / DUMP))
        return
    source = settings.DATABASES["default"]["NAME"]
    with closing(sqlite3.connect(source, timeout=20)) as live, closing(sqlite3.connect(folder / DATABASE)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        [(verdict,)] = copy.execute("PRAGMA integrity_check").fetchall()
    if verdict != "ok":
        raise BackupError(f"The copy of the database is damaged: {verdict}")


def restore_sqlite(copy: Path, target: Path, suffix: str) -> None:
    for part in ("", "-wal", "-shm"):
        old = target.with_name(target.name + part)
        if old.exists():
            old.rename(old.with_name(old.name + suffix))
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(copy, target)


def applied_migrations() -> list[str]:
    if "django_migrations" not in connection.introspection.table_names():
        return []
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def known_migrations() -> set[str]:
    """This release's migrations, and those that they replace."""
    here = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    names = {*here, *(replaced for migration in here.values() for replaced in migration.replaces)}
    return {f"{app}.{name}" for app, name in names}


def has_data() -> bool:
    if connection.vendor == "sqlite":
        return Path(settings.DATABASES["default"]["NAME"]).exists()
    return bool(connection.introspection.table_names())


def run_postgres(program: str, *words: str) -> None:
    """One of PostgreSQL's own programs on the site's database; the password goes by the environment."""
    database: dict[str, Any] = settings.DATABASES["default"]
    place = {"--host": database["HOST"], "--port": str(database["PORT"] or ""), "--username": database["USER"]}
    line = [program, *(word for pair in place.items() if pair[1] for word in pair), "--dbname", database["NAME"]]
    environment = {**os.environ, "PGPASSWORD": database["PASSWORD"] or ""}
    try:
        subprocess.run([*line, *words], env=environment, check=True)
    except FileNotFoundError as error:
        raise BackupError(f"{program} is not installed: it comes with PostgreSQL's client.") from error
    except subprocess.CalledProcessError as error:
        raise BackupError(f"{program} ended with status {error.returncode}.") from error


# Files ---------------------------------------------------------------------------------------------


def copy_media(target: Path) -> None:
    """Every upload; one that disappears meanwhile was deleted by staff."""
    target.mkdir()
    source = Path(settings.MEDIA_ROOT)
    for name in files_below(source):
        (target / name).parent.mkdir(parents=True, exist_ok=True)
        try:
            shutil.copy2(source / name, target / name)
        except FileNotFoundError:
            continue


def copy_keys(source: Path, target: Path) -> None:
    """Copy the generated keys, readable by their owner only: they decrypt what visitors wrote."""
    for name in KEPT_KEYS:
        if (source / name).exists():
            target.mkdir(parents=True, exist_ok=True)
            (target / name).touch(mode=0o600)
            shutil.copyfile(source / name, target / name)


def files_below(folder: Path) -> Iterator[str]:
    yield from sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def digest(file: Path) -> str:
    found = hashlib.sha256()
    with file.open("rb") as stream:
        while chunk := stream.read(CHUNK):
            found.update(chunk)
    return found.hexdigest()


def verified_manifest(folder: Path) -> dict[str, Any]:
    """The manifest, once every file's digest matches it."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
    except (OSError, ValueError) as error:
        raise BackupError(f"{folder} holds no backup: its {MANIFEST} can't be read.") from error
    wrong = [name for name, kept in manifest["files"].items() if not is_intact(folder / name, kept)]
    if wrong:
        raise BackupError(f"Damaged or missing in {folder}: {', '.join(wrong[:5])}")
    return manifest


def is_intact(file: Path, kept: str) -> bool:
    return file.is_file() and digest(file) == kept
