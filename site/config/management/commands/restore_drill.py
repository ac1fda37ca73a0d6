"""`manage.py restore_drill FOLDER`: proves that the newest backup can be restored, without touching the site."""

import os
import subprocess
import sys
from argparse import SUPPRESS
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, urlsplit

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connection
from wagtail.images.models import Image
from wagtail.models import Page

from config.backup import as_command_error, newest_backup
from config.environment import BASE_DIR, env
from inquiries.crypto.fields import LOST, key_counts
from inquiries.models import Inquiry


class Command(BaseCommand):
    help = "Restore the newest backup of a folder into a scratch site, migrate and read it, and say so. Cleans up."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path, nargs="?", help="the backup, or the folder that holds backups")
        parser.add_argument("--read", action="store_true", help=SUPPRESS)  # used internally on the scratch site

    def handle(self, *args: Any, **options: Any) -> None:
        if options["read"]:
            self.read()
            return
        if not options["folder"]:
            raise CommandError("Name the folder that holds the backups.")
        with as_command_error():
            self.drill(newest_backup(options["folder"].resolve()))

    def drill(self, backup: Path) -> None:
        with TemporaryDirectory(dir=backup.parent, prefix=".restore-drill-") as scratch, scratch_database() as url:
            storage = env("STORAGE_URL")  # a bucket isn't in the backup: its files are still there
            bucket = storage if storage.startswith("s3:") else ""
            own = {"DATA_DIR": scratch, "DATABASE_URL": url, "STORAGE_URL": bucket, "CACHE_URL": ""}
            for words in (["restore", str(backup), "--force"], ["migrate", "--no-input", "-v", "0"], [NAME, "--read"]):
                run = subprocess.run(
                    [sys.executable, "manage.py", *words], env=os.environ | own, cwd=BASE_DIR, check=False
                )
                if run.returncode:
                    raise CommandError(f"The drill failed: {backup} can't be used, see above.")
        self.stdout.write(f"The drill went well: {backup} can be restored.")

    def read(self) -> None:
        """Check the restored site: every table, every encrypted text, and whether images have their files."""
        rows = sum(model._base_manager.count() for model in apps.get_models() if model._meta.managed)
        self.stdout.write(f"{rows} rows: {Page.objects.count()} pages, {Inquiry.objects.count()} inquiries")
        if lost := key_counts()[LOST]:
            raise CommandError(f"{lost} texts can't be read with these FIELD_KEYS.")
        missing = [name for name in Image.objects.values_list("file", flat=True) if not default_storage.exists(name)]
        if missing:
            self.stdout.write(f"Pictures without a file: {len(missing)}, the first is {missing[0]}")


NAME = Path(__file__).stem


@contextmanager
def scratch_database() -> Iterator[str]:
    """Yield the URL of an empty database, which is dropped after the block. SQLite's is in the scratch folder."""
    if connection.vendor == "sqlite":
        yield ""
        return
    name = f"{connection.settings_dict['NAME']}_restore_drill"
    quoted = connection.ops.quote_name(name)
    with connection.cursor() as cursor:
        cursor.execute(f"DROP DATABASE IF EXISTS {quoted}")
        cursor.execute(f"CREATE DATABASE {quoted}")
        try:
            yield urlsplit(env("DATABASE_URL"))._replace(path=f"/{quote(name, safe='')}").geturl()
        finally:
            cursor.execute(f"DROP DATABASE {quoted}")
