"""`manage.py serve`: everything of the one-command start: database, starter, staff account, servers."""

import gc
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.environment import DATA_DIR
from config.serve.quick_start import note_set_up, parser
from config.serve.supervisor import greeting, is_taken, supervise, taken_message
from content.models import StarterRecord


class Command(BaseCommand):
    help = "Migrate, load the starter clinic on first start, and serve site, admin and mail delivery on loopback."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser_: CommandParser) -> None:
        known = parser()
        parser_.add_argument("--port", type=int, default=known.get_default("port"))
        parser_.add_argument("--workers", type=int, default=known.get_default("workers"))
        parser_.add_argument("--reload", action="store_true", help="restart when a file changes")
        parser_.add_argument("--set-up-only", action="store_true", help="prepare the database and end")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not options["set_up_only"] and is_taken(port):
            raise CommandError(taken_message(port))
        self.set_up()
        if options["set_up_only"]:
            return
        self.stdout.write(greeting(port, DATA_DIR))
        self.stdout.flush()
        supervise(port, options["workers"], options["reload"])

    def set_up(self) -> None:
        """Bring the database up to date; a new one gets the starter clinic and a staff account."""
        # Hundreds of migrations make and drop models by the ten thousand; collecting less often saves a third.
        gc.set_threshold(50_000, 20, 50)
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        if not (DATA_DIR / "db.sqlite3").exists():
            self.stdout.write("First start: making the database takes a moment.")
            self.stdout.flush()
        call_command("migrate", interactive=False, verbosity=0)
        if not StarterRecord.objects.exists():
            call_command("load_starter", stdout=self.stdout)
        call_command("ensure_owner", stdout=self.stdout)
        if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
            call_command("collectstatic", interactive=False, verbosity=0)
        note_set_up(DATA_DIR)
