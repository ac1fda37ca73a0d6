"""`manage.py strip_metadata`: strips location and other metadata from stored images, as a migration did once."""

from typing import Any

from django.apps import apps
from django.core.management.base import BaseCommand

from content.uploads.existing import strip_stored_files


class Command(BaseCommand):
    help = "Remove location and other metadata from every stored picture, for files that came past the site."

    def handle(self, *args: Any, **options: Any) -> None:
        count = strip_stored_files(apps, lambda problem: self.stderr.write(problem))
        self.stdout.write(f"Metadata was removed from {count} stored pictures.")
