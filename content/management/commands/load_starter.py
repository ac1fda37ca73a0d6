"""`manage.py load_starter`: creates the starter clinic, once."""

from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from wagtail.signal_handlers import disable_reference_index_auto_update

from content.models import HomePage, StarterRecord
from content.starter.loader import Loader
from content.starter.text import StarterError


class Command(BaseCommand):
    help = "Load the starter clinic from its text files, unless the site has a home page."

    def handle(self, *args: Any, verbosity: int = 1, **options: Any) -> None:
        said = "There is a home page already: no change."
        if not HomePage.objects.exists():
            try:
                with disable_reference_index_auto_update():  # built once at the end, not for each of a thousand rows
                    Loader().run()
            except StarterError as error:
                raise CommandError(str(error)) from error
            call_command("rebuild_references_index", verbosity=0)
            said = f"{StarterRecord.objects.count()} starter pages loaded."
        if verbosity:
            self.stdout.write(said)
