"""`manage.py field_keys`: whether an old encryption key can be removed."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiries.crypto.fields import LOST, PLAIN, key_counts, renew


class Command(BaseCommand):
    help = "Count the stored texts that need each of FIELD_KEYS, newest first, and say which keys can be removed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--renew", action="store_true", help="first encrypt everything again with the newest key")

    def handle(self, *args: Any, **options: Any) -> None:
        keys = len(settings.FIELD_KEYS)
        if options["renew"]:
            self.stdout.write(f"{renew()} encrypted again")
        counts = key_counts()
        for place in range(keys):
            self.stdout.write(f"Key {place + 1}{' (newest)' if not place else ''}: {counts[place]} texts")
        self.stdout.write(f"Not encrypted: {counts[PLAIN]} texts")
        self.stdout.write(f"Read by none of these keys: {counts[LOST]} texts")
        if counts[LOST]:
            raise CommandError(
                "Put the key that these were written with back into FIELD_KEYS. Until then, nobody can read them, and "
                "emails about them wait."
            )
        needed = [place + 1 for place in range(1, keys) if counts[place]]
        if needed:
            named = " and ".join(f"key {number}" for number in needed)
            self.stdout.write(f"Keep {named}: the daily job, or --renew, encrypts their texts with the newest key.")
        elif keys > 1:
            self.stdout.write(
                "The older keys can be removed once all processes were restarted with the newest first. "
                "Keep them elsewhere as long as there are backups from before."
            )
