"""`manage.py restore FOLDER`: restores a backup, and sets the current data aside."""

from pathlib import Path
from typing import Any

from django.core.cache import caches
from django.core.management.base import BaseCommand, CommandParser

from config.backup import as_command_error
from config.restore import restore


class Command(BaseCommand):
    help = "Bring a backup back. Stop the site first."
    requires_system_checks: list[str] = []
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument("--force", action="store_true", help="set the existing data aside")

    def handle(self, *args: Any, **options: Any) -> None:
        with as_command_error():
            restore(options["folder"].resolve(), options["force"], self.stdout.write)
        for cache in caches.all(initialized_only=False):
            cache.clear()
