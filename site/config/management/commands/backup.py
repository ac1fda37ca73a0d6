"""`manage.py backup FOLDER`: a consistent copy of database and media while the site runs."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.backup import BackupError, back_up


class Command(BaseCommand):
    help = "Copy database and media into a new folder, while the site runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            back_up(options["folder"].resolve(), self.stdout.write)
        except BackupError as error:
            raise CommandError(str(error)) from error
