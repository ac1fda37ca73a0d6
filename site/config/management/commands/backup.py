"""`manage.py backup FOLDER`: a consistent copy of database and media while the site is running."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from config.backup import as_command_error, back_up, drop_old_backups
from content.site_context.zone import use_clinic_zone

MOST_DAYS = 36_500


class Command(BaseCommand):
    help = "Copy database and media into a new folder, while the site runs."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", type=Path)
        parser.add_argument(
            "--keep-days",
            type=int,
            help="FOLDER holds many backups: make one in it that is named by the time, then delete older ones",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        use_clinic_zone()
        folder: Path = options["folder"].resolve()
        keep_days: int | None = options["keep_days"]
        if keep_days is not None and not 1 <= keep_days <= MOST_DAYS:
            raise CommandError(f"--keep-days is a number from 1 to {MOST_DAYS}: how old a backup may get.")
        with as_command_error():
            if keep_days is None:
                back_up(folder, self.stdout.write)
            else:
                back_up(folder / f"{timezone.localtime():%Y-%m-%d-%H%M}", self.stdout.write)
                drop_old_backups(folder, keep_days)
