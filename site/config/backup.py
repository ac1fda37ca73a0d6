"""A consistent backup of database and media while the site is running. `restore.py` restores it."""

import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import CommandError
from django.db import DatabaseError, connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone
from psycopg import pq
from psycopg.conninfo import make_conninfo

from config.environment import DATA_DIR, PUBLIC_DIR
from inquiries.mail.alerts import BACKED_UP
from inquiries.models import Stamp

MANIFEST, DATABASE, DUMP, MEDIA, KEYS = "manifest.json", "db.sqlite3", "db.dump", "media", "keys"
KEPT_KEYS = ("secret-key", "field-keys")  # generated on first start in development; environment variables in production
PARTIAL = ".partial"


@contextmanager
def as_command_error() -> Iterator[None]:
    """End a command without a traceback if a backup is refused, or the disk or database fails."""
    try:
        yield
    except (OSError, sqlite3.Error, DatabaseError) as error:
        raise CommandError(str(error)) from error


def back_up(folder: Path, report: Callable[[str], None]) -> None:
    """Write a backup into `folder`, which must be new or empty. A partial backup never has that name."""
    for place in (DATA_DIR, PUBLIC_DIR, settings.MEDIA_ROOT, *settings.STATICFILES_DIRS):
        if folder.is_relative_to(Path(place).resolve()):
            raise CommandError(
                f"{folder} lies in {place}, where everybody might read it, or it would be lost with the data. "
                "Name a folder elsewhere, preferably on another disk."
            )
    if folder.exists() and any(folder.iterdir()):
        raise CommandError(f"{folder} is not empty. Name a new folder, so that no older backup is lost.")
    partial = folder.with_name(folder.name + PARTIAL)
    shutil.rmtree(partial, ignore_errors=True)
    try:
        partial.mkdir(parents=True, mode=0o700)
        manifest = copy_all(partial)
        if folder.exists():
            folder.rmdir()
        partial.rename(folder)
    except BaseException:
        shutil.rmtree(partial, ignore_errors=True)
        raise
    if manifest["migrations"]:
        done = {"at": timezone.now(), "day_done": timezone.localdate()}  # without a day, there was no backup yet
        Stamp.objects.update_or_create(name=BACKED_UP, defaults=done)
    report(f"{len(manifest['files'])} files in {folder}")


def copy_all(folder: Path) -> dict[str, Any]:
    """Copy everything into the folder and return its manifest."""
    # The database first: a file that is uploaded afterward is superfluous, but none is missing.
    copy_database(folder)
    copy_media(folder / MEDIA)
    copy_keys(folder / KEYS)
    manifest = {
        "made_at": timezone.now().isoformat(timespec="seconds"),
        "database": connection.vendor,
        "migrations": applied_migrations(),
        "files": {name: sha256_of(folder / name) for name in files_below(folder)},
    }
    (folder / MANIFEST).write_text(json.dumps(manifest, indent=1))
    return manifest


def backups_in(folder: Path) -> dict[Path, datetime]:
    """Return the backups in `folder`, which may itself be one, and when they were made."""
    made = {}
    for manifest in (*folder.glob(MANIFEST), *folder.glob(f"*/{MANIFEST}")):
        with suppress(OSError, ValueError, KeyError, TypeError):
            made[manifest.parent] = datetime.fromisoformat(json.loads(manifest.read_text())["made_at"]).astimezone()
    return made


def newest_backup(folder: Path) -> Path:
    made = backups_in(folder)
    if not made:
        raise CommandError(f"There is no backup in {folder}.")
    return max(made, key=made.__getitem__)


def drop_old_backups(folder: Path, keep_days: int) -> None:
    """Delete backups in `folder` older than that, but never the newest, and the remains of failed ones."""
    oldest = timezone.now() - timedelta(days=keep_days)
    newest = newest_backup(folder)  # kept regardless of its date, since the clock may have been wrong
    for backup, made_at in backups_in(folder).items():
        if made_at < oldest and backup not in (folder, newest):
            shutil.rmtree(backup)
    for partial in folder.glob(f"*{PARTIAL}"):
        shutil.rmtree(partial)


# Database ------------------------------------------------------------------------------------------


def copy_database(folder: Path) -> None:
    """Copy with SQLite's online backup, which doesn't block writers, or with pg_dump."""
    if connection.vendor != "sqlite":
        dump_postgres(folder / DUMP)
        return
    source = settings.DATABASES["default"]["NAME"]
    with closing(sqlite3.connect(source, timeout=20)) as live, closing(sqlite3.connect(folder / DATABASE)) as copy:
        live.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        [(verdict,)] = copy.execute("PRAGMA integrity_check(1)").fetchall()
    if verdict != "ok":
        raise CommandError(f"The copy of the database is damaged: {verdict}")


def applied_migrations() -> list[str]:
    if "django_migrations" not in connection.introspection.table_names():
        return []
    return sorted(f"{app}.{name}" for app, name in MigrationRecorder(connection).applied_migrations())


def dump_postgres(file: Path) -> None:
    run_postgres("pg_dump", "--format=custom", "--no-owner", "--file", str(file))


def run_postgres(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs on the site's database."""
    run_program(program, "--dbname", connection_string(connection), *words)


def run_program(program: str, *words: str) -> None:
    """Run one of PostgreSQL's programs, with the password in the environment."""
    environment = {**os.environ, "PGPASSWORD": connection.settings_dict["PASSWORD"] or ""}
    try:
        subprocess.run([program, *words], env=environment, check=True)
    except FileNotFoundError as error:
        raise CommandError(f"{program} is not installed: it comes with PostgreSQL's client.") from error
    except subprocess.CalledProcessError as error:
        raise CommandError(f"{program} ended with status {error.returncode}.") from error


def connection_string(database: BaseDatabaseWrapper) -> str:
    """Return how the site connects, TLS and all other options included, without the password.

    `options` is left out: its time limits are for requests.
    """
    known = {option.keyword.decode() for option in pq.Conninfo.get_defaults()} - {"password", "options"}
    return make_conninfo(**{name: value for name, value in database.get_connection_params().items() if name in known})


# Files ---------------------------------------------------------------------------------------------


def copy_media(target: Path) -> None:
    """Copy every upload; one that disappears in the meantime was deleted by staff."""
    target.mkdir()
    source = Path(settings.MEDIA_ROOT)
    for name in files_below(source):
        if not name.startswith("."):  # set aside by a restore
            (target / name).parent.mkdir(parents=True, exist_ok=True)
            with suppress(FileNotFoundError):
                shutil.copy2(source / name, target / name)


def copy_keys(target: Path) -> None:
    """Copy the generated keys, which decrypt what visitors wrote."""
    for name in KEPT_KEYS:
        if (DATA_DIR / name).exists():
            target.mkdir(exist_ok=True)
            copy_private(DATA_DIR / name, target / name)


def copy_private(source: Path, target: Path) -> None:
    """Copy the file so that only its owner can read the copy, from the first byte on."""
    target.touch(mode=0o600)
    shutil.copyfile(source, target)


def files_below(folder: Path) -> Iterator[str]:
    yield from sorted(str(file.relative_to(folder)) for file in folder.rglob("*") if file.is_file())


def sha256_of(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()
