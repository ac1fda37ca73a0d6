"""`manage.py backup FOLDER`: a consistent copy of database and media while the site is running."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from config.backup import as_command_error, back_up, drop_old_backups
from config.environment import number_argument
from content.site_context.zone import use_clinic_zone


class Command(BaseCommand):
    help = "Copy database and media into a new folder, while the site runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep-days",
            type=number_argument(1, 36_500),
            help="FOLDER holds many backups: make one in it that is named by the time, then delete older ones",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        use_clinic_zone()
        folder: Path = options["folder"].resolve()
        keep_days: int | None = options["keep_days"]
        with as_command_error():
            if keep_days is None:
                back_up(folder, self.stdout.write)
            else:
                back_up(folder / f"{timezone.localtime():%Y-%m-%d-%H%M}", self.stdout.write)
                drop_old_backups(folder, keep_days)
