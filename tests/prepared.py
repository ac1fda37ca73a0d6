"""The starter's database and pictures, built once for all processes of a run and rebuilt only when the code changes."""

import fcntl
import hashlib
import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".pytest_cache" / "prepared"
ROOMS = ("content", "inquiries", "search", "site")
MADE_FROM = {"migrations", "models", "starter", "blocks", "anatomy", "index", "backends", "wagtail_backend", "settings"}
MADE_FROM |= {"management", "serve", "people"}


def fingerprint() -> str:
    """A hash of what the prepared database depends on: tables, starter texts, search index, libraries and the date."""
    digest = hashlib.sha256(str(date.today()).encode())
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*")):
            if file.is_file() and file.suffix != ".pyc" and MADE_FROM & set(file.relative_to(ROOT).parts):
                digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    digest.update((ROOT / "requirements.txt").read_bytes())
    return digest.hexdigest()[:24]


class Prepared:
    """The data folder that a first start creates, and a copy of its database with every picture size already made."""

    def __init__(self) -> None:
        self.folder = FOLDER / fingerprint()
        self.first_start, self.media = self.folder / "first-start", self.folder / "media"
        self.file = self.folder / "tests.sqlite3"
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.lock = (FOLDER / "lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)  # one process holds it until `fill`; the others wait
        if not self.first_start.exists():
            start_first(self.first_start)
        if connection.vendor == "sqlite":
            connection.settings_dict["TEST"]["MIGRATE"] = False  # the tables come with the file
        if self.file.exists():
            self.lock.close()

    def fill(self) -> None:
        """Load the starter into the newly created test database."""
        if connection.vendor != "sqlite":
            call_command("load_starter", verbosity=0)
            make_pictures()
        elif self.file.exists():
            restore(self.file)
            shutil.copytree(self.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
        else:
            restore(self.first_start / "db.sqlite3")
            shutil.copytree(self.first_start / "media", settings.MEDIA_ROOT, dirs_exist_ok=True)
            get_user_model().objects.all().delete()
            make_pictures()
            shutil.copytree(settings.MEDIA_ROOT, self.media, dirs_exist_ok=True)
            unfinished = self.file.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            copy_to(unfinished)
            unfinished.rename(self.file)
        self.lock.close()


def start_first(folder: Path) -> None:
    """Do what the one-command start does before it serves, save its output in `said.txt`, and delete older folders."""
    for older in FOLDER.iterdir():
        if older.is_dir():
            shutil.rmtree(older)
    unfinished = folder.with_suffix(".unfinished")
    unfinished.mkdir(parents=True)
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    with (unfinished / "said.txt").open("wb") as said:
        subprocess.run(
            [sys.executable, "manage.py", "serve", "--set-up-only"],
            cwd=ROOT,
            env=kept | {"DATA_DIR": str(unfinished)},
            stdout=said,
            stderr=subprocess.STDOUT,
            check=True,
        )
    unfinished.rename(folder)


def make_pictures() -> None:
    """Make every size of every picture that pages show, so that no test has to."""
    for page in Page.objects.filter(depth__gte=2).specific():
        for block in getattr(page, "body", None) or ():
            if block.block_type == "figure":
                block.render()


def copy_to(file: Path) -> None:
    """Save a copy of the test database for a process that has its own."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as target:
        connection.connection.backup(target)


def restore(file: Path) -> None:
    """Replace the test database's contents with the prepared database."""
    connection.ensure_connection()
    raw: Any = connection.connection
    with closing(sqlite3.connect(file)) as source:
        source.backup(raw)
    ContentType.objects.clear_cache()  # the same models had other ids in the replaced tables
