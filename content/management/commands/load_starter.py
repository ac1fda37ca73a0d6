"""`manage.py load_starter`: makes the starter clinic. Running it again changes nothing."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.starter.loader import Loader
from content.starter.text import StarterError


class Command(BaseCommand):
    help = "Load the starter clinic from its text files; what was loaded before is left alone."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        loaded: list[str] = []
        try:
            Loader(loaded.append).run()
        except StarterError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            made = f"{len(loaded)} starter files loaded." if loaded else "The starter is loaded already: no change."
            self.stdout.write(made)
