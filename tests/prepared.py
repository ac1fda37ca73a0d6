"""The starter's database and pictures, made once for all processes of a run, and again only when the code changed."""

import fcntl
import gc
import hashlib
import shutil
import sqlite3
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from wagtail.models import Page

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / ".pytest_cache" / "prepared"
ROOMS = ("content", "inquiries", "search", "site")
MADE_FROM = {"migrations", "models", "starter", "blocks", "anatomy", "index", "backends", "wagtail_backend", "settings"}


def fingerprint() -> str:
    """What the prepared database depends on: tables, starter texts, the search index, the libraries, and the day."""
    digest = hashlib.sha256(str(date.today()).encode())
    for room in ROOMS:
        for file in sorted((ROOT / room).rglob("*")):
            if file.is_file() and file.suffix != ".pyc" and MADE_FROM & set(file.relative_to(ROOT).parts):
                digest.update(f"{file.relative_to(ROOT)}\0".encode() + file.read_bytes())
    digest.update((ROOT / "requirements.txt").read_bytes())
    return digest.hexdigest()[:24]


class Prepared:
    """A file with the starter's database. Until `fill` one process holds it, and the others wait."""

    def __init__(self) -> None:
        # Migrations make and drop models by the ten thousand: collecting less often saves a third of their time.
        gc.set_threshold(50_000, 20, 50)
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.file = FOLDER / f"{fingerprint()}.sqlite3"
        self.media = FOLDER / "media"
        self.lock = (FOLDER / "lock").open("w")
        fcntl.flock(self.lock, fcntl.LOCK_EX)
        self.is_there = connection.vendor == "sqlite" and self.file.exists()
        if self.is_there:
            connection.settings_dict["TEST"]["MIGRATE"] = False  # its tables come with the file
            self.lock.close()

    def fill(self) -> None:
        """Put the starter into the test database, which is new."""
        if self.is_there:
            restore(self.file)
            shutil.copytree(self.media, settings.MEDIA_ROOT, dirs_exist_ok=True)
            return
        call_command("load_starter", verbosity=0)
        make_pictures()
        if connection.vendor == "sqlite":
            shutil.rmtree(self.media, ignore_errors=True)
            shutil.copytree(settings.MEDIA_ROOT, self.media)
            unfinished = self.file.with_suffix(".unfinished")
            unfinished.unlink(missing_ok=True)
            copy_to(unfinished)
            unfinished.rename(self.file)
            for older in FOLDER.glob("*.sqlite3"):
                if older != self.file:
                    older.unlink()
        self.lock.close()


def make_pictures() -> None:
    """The sizes of each picture that pages show, so that no test has to make them."""
    for page in Page.objects.filter(depth__gte=2).specific():
        for block in getattr(page, "body", None) or ():
            if block.block_type == "figure":
                block.render()


def copy_to(file: Path) -> None:
    """A copy of the test database, for a process that has its own."""
    connection.ensure_connection()
    with closing(sqlite3.connect(file)) as target:
        connection.connection.backup(target)


def restore(file: Path) -> None:
    """The prepared database instead of what the test database holds."""
    connection.ensure_connection()
    raw: Any = connection.connection
    with closing(sqlite3.connect(file)) as source:
        source.backup(raw)
