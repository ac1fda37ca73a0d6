"""Starting again without asking Django whether there is anything to set up: most of a start is its loading."""

import argparse
import hashlib
import os
import sqlite3
import sys
from pathlib import Path
from urllib.parse import urlsplit

from config.serve.supervisor import BASE_DIR, greeting, is_taken, supervise, taken_message

STAMP = "set-up"  # in DATA_DIR: the fingerprint of what was set up last


def parser() -> argparse.ArgumentParser:
    """The options of `manage.py serve`; Django's own command takes the same."""
    options = argparse.ArgumentParser("manage.py serve", add_help=False)
    options.add_argument("--port", type=int, default=int(os.environ.get("PORT") or 8000))
    options.add_argument("--workers", type=int, default=2)
    options.add_argument("--reload", action="store_true")
    return options


def serve_if_set_up(arguments: list[str]) -> None:
    """Serve until told to stop, and end; return when there is something to set up or to explain first."""
    options, unknown = parser().parse_known_args(arguments)
    folder = data_dir()
    if unknown or options.reload or not is_set_up(folder):
        return
    if is_taken(options.port):
        sys.exit(f"CommandError: {taken_message(options.port)}")
    print(greeting(options.port, folder), flush=True)  # noqa: T201
    supervise(options.port, options.workers)
    sys.exit(0)


def data_dir() -> Path:
    return Path(os.environ.get("DATA_DIR") or BASE_DIR / "var").resolve()


def is_set_up(folder: Path) -> bool:
    stamp = folder / STAMP
    try:
        return stamp.read_text() == fingerprint(folder)
    except OSError:
        return False


def note_set_up(folder: Path) -> None:
    """Remember that all is in place, where that can be told apart later."""
    known = fingerprint(folder)
    if known:
        (folder / STAMP).write_text(known)


def fingerprint(folder: Path) -> str | None:
    """What a set-up depends on: the project's and the libraries' migrations, and those that the database has.

    None when it can't be known without loading Django: for another database than SQLite.
    """
    database = database_file(folder)
    if database is None or not database.exists():
        return None
    parts = [sys.version, os.environ.get("DJANGO_SETTINGS_MODULE", ""), str(database)]
    for file in [*migration_files(), BASE_DIR / "requirements.txt", *libraries()]:
        seen = file.stat()
        parts.append(f"{file} {seen.st_size} {seen.st_mtime_ns}")
    try:
        with sqlite3.connect(f"file:{database}?mode=ro", uri=True, timeout=1) as connection:
            rows = connection.execute("SELECT id, app, name FROM django_migrations ORDER BY id").fetchall()
            people = connection.execute("SELECT EXISTS (SELECT 1 FROM auth_user)").fetchone()
    except sqlite3.Error:
        return None
    return hashlib.sha256(repr((parts, rows, people)).encode()).hexdigest()


def migration_files() -> list[Path]:
    """The project's own, of the rooms and of the apps in `config`."""
    return sorted([*BASE_DIR.glob("*/migrations/*.py"), *BASE_DIR.glob("site/config/*/migrations/*.py")])


def libraries() -> list[Path]:
    """The folder that every installation and upgrade of a library touches."""
    return [Path(folder) for folder in sys.path if folder.endswith("site-packages") and Path(folder).is_dir()]


def database_file(folder: Path) -> Path | None:
    url = os.environ.get("DATABASE_URL", "")
    if not url:
        return folder / "db.sqlite3"
    parts = urlsplit(url)
    return Path(parts.path) if parts.scheme == "sqlite" and parts.path.startswith("/") else None
