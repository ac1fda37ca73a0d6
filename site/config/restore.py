"""Restoring a backup: everything is checked and copied first, then swapped in with reversible renames."""

import json
import os
import shutil
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import CommandError
from django.db import connection, connections
from django.db.migrations.loader import MigrationLoader

from config.backup import (
    DATABASE,
    DUMP,
    KEPT_KEYS,
    KEYS,
    MANIFEST,
    MEDIA,
    copy_private,
    dump_postgres,
    run_postgres,
    run_program,
    sha256_of,
)
from config.data_lock import is_running
from config.environment import DATA_DIR

SPARE_BYTES = 50 * 2**20  # what a site needs to write at startup


def restore(folder: Path, force: bool, report: Callable[[str], None]) -> None:
    """Replace the site's data with a backup. The old data is renamed, never deleted."""
    manifest = verified_manifest(folder)
    check_belongs_here(manifest, force)
    now = f"{datetime.now():%Y%m%d-%H%M%S}"
    aside, staged = f".before-{now}", f".restoring-{now}"
    script = DATA_DIR / (DUMP + staged)
    replaced = has_data()
    new_files = [DATA_DIR / key for key in KEPT_KEYS if f"{KEYS}/{key}" in manifest["files"]]
    sources = {file: folder / KEYS / file.name for file in new_files}
    if connection.vendor == "sqlite":
        sources[database_file()] = folder / DATABASE
    media = Path(settings.MEDIA_ROOT)
    check_places([*(file.parent for file in sources), media], folder, manifest)
    connections.close_all()
    copies = {file: file.with_name(file.name + staged) for file in sources}
    try:
        for file, copy in copies.items():
            copy_private(sources[file], copy)
        stage_media(folder / MEDIA, media / staged, manifest)
        if connection.vendor == "sqlite":
            check_database(copies[database_file()])
        else:
            run_program("pg_restore", "--clean", "--if-exists", "--no-owner", f"--file={script}", str(folder / DUMP))
            if replaced:
                dump = DATA_DIR / (DUMP + aside)
                dump.touch(mode=0o600)
                dump_postgres(dump)
        with undone_on_failure() as move:
            swap_media(media, staged, aside, move)
            for file, copy in copies.items():  # the database last
                for old in (file, *(file.with_name(file.name + part) for part in ("-wal", "-shm"))):
                    if old.exists():
                        move(old, old.with_name(old.name + aside))
                move(copy, file)
            if connection.vendor != "sqlite":
                run_script(script)
    except (OSError, sqlite3.Error) as error:
        raise CommandError(f"Nothing was replaced: {error}") from error
    finally:
        shutil.rmtree(media / staged, ignore_errors=True)
        for copy in (*copies.values(), script):
            copy.unlink(missing_ok=True)
    report(f"Back from {folder}, made {manifest['made_at']}. The names of what was there before now end in {aside}.")


# Before anything is touched --------------------------------------------------------------------------


def verified_manifest(folder: Path) -> dict[str, Any]:
    """Return the manifest after verifying every file's digest."""
    try:
        manifest: dict[str, Any] = json.loads((folder / MANIFEST).read_text())
        kept: dict[str, str] = dict(manifest["files"].items())
        data = {"sqlite": DATABASE, "postgresql": DUMP}[manifest["database"]]
        datetime.fromisoformat(manifest["made_at"])
        "".join(manifest.setdefault("migrations", []))  # a list of texts
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise CommandError(f"{folder} holds no backup: its {MANIFEST} can't be read.") from error
    names = [name for name in {data: "", **kept} if not is_intact(folder, name, kept.get(name))]
    if names:
        raise CommandError(f"Damaged or missing in {folder}: {', '.join(names[:5])}")
    return manifest


def is_intact(folder: Path, name: str, kept: str | None) -> bool:
    file = folder / name
    try:
        return file.resolve().is_relative_to(folder.resolve()) and file.is_file() and sha256_of(file) == kept
    except (OSError, ValueError):  # an invalid file name, or an unreadable file
        return False


def check_belongs_here(manifest: dict[str, Any], force: bool) -> None:
    """Raise CommandError if this backup doesn't belong on this site, or can't be restored there now."""
    if manifest["database"] != connection.vendor:
        raise CommandError(f"This is a backup of {manifest['database']}, the site runs on {connection.vendor}.")
    if unknown := set(manifest["migrations"]) - known_migrations():
        raise CommandError(f"The backup is of a newer release, which knows {min(unknown)}: install that first.")
    if is_running(DATA_DIR):
        raise CommandError(f"The site runs on {DATA_DIR}. Stop it first.")
    if has_data() and not force:
        raise CommandError(
            "There is already a database. Stop the site, then run this with FORCE=1: the existing data will be "
            "set aside."
        )


def check_places(places: list[Path], folder: Path, manifest: dict[str, Any]) -> None:
    """Raise CommandError if the restored data couldn't be written, swapped in, or used by the site afterward."""
    media = Path(settings.MEDIA_ROOT)
    needed: dict[int, int] = defaultdict(lambda: SPARE_BYTES)
    room: dict[int, Path] = {}
    size = dict.fromkeys(places, 0)
    for name in manifest["files"]:
        bytes_ = (folder / name).stat().st_size
        size[media if name.startswith(f"{MEDIA}/") else places[0]] += bytes_
    for place, bytes_ in size.items():
        place.mkdir(parents=True, exist_ok=True)
        owner = place.stat().st_uid
        if os.geteuid() != owner:
            raise CommandError(f"{place} belongs to user {owner}: restore as that user, or the site can't write to it.")
        if not os.access(place, os.W_OK | os.X_OK):
            raise CommandError(f"{place} can't be written to.")
        device = place.stat().st_dev
        needed[device] += bytes_
        room[device] = place
    for device, place in room.items():
        free = shutil.disk_usage(place).free
        if free < needed[device]:
            raise CommandError(f"{place} has room for {free >> 20} MiB, and {needed[device] >> 20} MiB are needed.")
    if mounted := [entry.name for entry in media.iterdir() if entry.is_mount()]:
        raise CommandError(f"{media}/{mounted[0]} is mounted and can't be put aside: mount {media} as a whole.")


def known_migrations() -> set[str]:
    """Return this release's migrations, and those that they replace."""
    here = MigrationLoader(None, ignore_no_migrations=True).disk_migrations
    names = {*here, *(replaced for migration in here.values() for replaced in migration.replaces)}
    return {f"{app}.{name}" for app, name in names}


def has_data() -> bool:
    if connection.vendor == "sqlite":
        return database_file().exists()
    return bool(connection.introspection.table_names())


def database_file() -> Path:
    return Path(settings.DATABASES["default"]["NAME"])


# Copies, beside what they will replace ---------------------------------------------------------------


def stage_media(source: Path, target: Path, manifest: dict[str, Any]) -> None:
    target.mkdir()
    for name in manifest["files"]:
        if name.startswith(f"{MEDIA}/"):
            file = target / Path(name).relative_to(MEDIA)
            file.parent.mkdir(parents=True, exist_ok=True)
            copy_private(source.parent / name, file)


def check_database(copy: Path) -> None:
    with closing(sqlite3.connect(copy)) as database:
        [(verdict,)] = database.execute("PRAGMA quick_check(1)").fetchall()
    if verdict != "ok":
        raise CommandError(f"The database in the backup is damaged: {verdict}")


def run_script(script: Path) -> None:
    """Replace all tables by a dump's, even those of a later release, in one transaction."""
    tables = ", ".join(map(connection.ops.quote_name, connection.introspection.table_names()))
    connections.close_all()
    drop = f"SET client_min_messages = warning; DROP TABLE {tables} CASCADE" if tables else ""
    words = ("--no-psqlrc", "--quiet", f"--output={os.devnull}", "--single-transaction", "--set=ON_ERROR_STOP=1")
    run_postgres("psql", *words, f"--command={drop}", f"--file={script}")


# The swap --------------------------------------------------------------------------------------------


@contextmanager
def undone_on_failure() -> Iterator[Callable[[Path, Path], None]]:
    """Yield a function that renames, and undo its renames if the block fails."""
    moved: list[tuple[Path, Path]] = []

    def move(source: Path, target: Path) -> None:
        source.rename(target)
        moved.append((source, target))

    try:
        yield move
    except BaseException:
        for source, target in reversed(moved):
            target.rename(source)
        raise


def swap_media(media: Path, staged: str, aside: str, move: Callable[[Path, Path], None]) -> None:
    """Swap the folder's entries one by one, since the folder may be a mount point, which can't be renamed."""
    old = [entry for entry in media.iterdir() if not entry.name.startswith(".")]
    if old:
        (media / aside).mkdir()
    for entry in old:
        move(entry, media / aside / entry.name)
    for entry in list((media / staged).iterdir()):
        move(entry, media / entry.name)
