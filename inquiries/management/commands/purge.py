"""`manage.py purge`: erases inquiries past their retention period."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from content.site_context.zone import use_clinic_zone
from inquiries.privacy.retention import purge


class Command(BaseCommand):
    help = "Erase inquiries older than the inquiry settings allow. The delivery worker does it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only count them")

    def handle(self, *args: Any, **options: Any) -> None:
        use_clinic_zone()
        counts = purge(dry_run=options["dry_run"])
        words = ", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items())
        self.stdout.write(f"{'Would erase' if options['dry_run'] else 'Erased'} {words}")
