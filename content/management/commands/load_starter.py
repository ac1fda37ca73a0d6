"""`manage.py load_starter`: creates the starter clinic, idempotently."""

from contextlib import nullcontext
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from wagtail.signal_handlers import disable_reference_index_auto_update

from content.models import StarterRecord
from content.starter.loader import Loader
from content.starter.text import StarterError


class Command(BaseCommand):
    help = "Load the starter clinic from its text files; what was loaded before is left alone."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        loaded: list[str] = []
        # On the first run, the reference index is built once at the end instead of for each of a thousand rows.
        is_first = not StarterRecord.objects.exists()
        try:
            with disable_reference_index_auto_update() if is_first else nullcontext():
                Loader(loaded.append).run()
        except StarterError as error:
            raise CommandError(str(error)) from error
        if is_first:
            call_command("rebuild_references_index", verbosity=0)
        if verbosity:
            made = f"{len(loaded)} starter files loaded." if loaded else "The starter is loaded already: no change."
            self.stdout.write(made)
