"""`manage.py serve`: the one-command start: database, starter, staff account, and servers."""

import gc
import os
import socket
import sys
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import connections

from config.environment import BASE_DIR, DATA_DIR, env, number_argument
from config.serve.supervisor import HOST
from content.models import StarterRecord


class Command(BaseCommand):
    help = "Migrate, load the starter clinic on first start, and serve site, admin and mail delivery on loopback."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=number_argument(1, 65_535), default=env("PORT"))
        parser.add_argument("--workers", type=number_argument(1, 64), default=2)
        parser.add_argument("--reload", action="store_true", help="restart when a file changes")
        parser.add_argument("--set-up-only", action="store_true", help="prepare the database and end")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        if not options["set_up_only"] and is_port_taken(port):
            other = port + 1 if port < 65535 else 8123
            raise CommandError(f"Port {port} is taken. Choose another one: make run PORT={other}")
        os.environ["PORT"] = str(port)  # for child processes: emails to staff link there
        self.set_up()
        if options["set_up_only"]:
            return
        self.stdout.write(
            f"Site    http://{HOST}:{port}/\nAdmin   http://{HOST}:{port}/admin/\n"
            f"Mails   {DATA_DIR / 'mail'}\nCtrl-C ends it."
        )
        self.stdout.flush()
        connections.close_all()
        reload = ["--reload"] if options["reload"] else []
        supervisor = ["-m", "config.serve.supervisor", str(port), str(options["workers"]), *reload]
        os.environ["PYTHONPATH"] = str(BASE_DIR / "site")
        os.execv(sys.executable, [sys.executable, *supervisor])  # noqa: S606 (ourselves)

    def set_up(self) -> None:
        # Hundreds of migrations create and drop tens of thousands of models; less frequent collection saves a third.
        gc.set_threshold(50_000, 20, 50)
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        if not (DATA_DIR / "db.sqlite3").exists():
            self.stdout.write("First start: making the database and loading the sample clinic takes a minute or two.")
            self.stdout.flush()
        call_command("migrate", interactive=False, verbosity=0)
        if not StarterRecord.objects.exists():
            self.stdout.write("The database is there. Loading the sample clinic ...")
            self.stdout.flush()
            call_command("load_starter", stdout=self.stdout)
        call_command("ensure_owner", interactive=False, verbosity=0, stdout=self.stdout)
        if "Manifest" in settings.STORAGES["staticfiles"]["BACKEND"]:
            call_command("collectstatic", interactive=False, verbosity=0)


def is_port_taken(port: int) -> bool:
    try:
        socket.create_server((HOST, port)).close()
    except OSError:
        return True
    return False
