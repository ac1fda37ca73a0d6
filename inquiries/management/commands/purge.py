"""`manage.py purge`: what retention says."""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from inquiries.privacy.retention import purge


class Command(BaseCommand):
    help = "Erase inquiries that were kept as long as the inquiry settings say. The delivery worker does it daily."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="only say how many")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = purge(dry_run=options["dry_run"])
        words = ", ".join(f"{name.replace('_', ' ')}: {count}" for name, count in counts.items())
        self.stdout.write(f"{'Would erase' if options['dry_run'] else 'Erased'} {words}")
