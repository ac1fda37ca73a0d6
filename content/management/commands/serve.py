"""`manage.py serve`: everything of the one-command start: database, starter, staff account, servers."""

import os
import signal
import socket
import subprocess
import sys
import time
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.environment import BASE_DIR, DATA_DIR
from content.models import StarterRecord

HOST = "127.0.0.1"
RESTART_AFTER_SECONDS = 2


class Command(BaseCommand):
    help = "Migrate, load the starter clinic on first start, and serve site, admin and mail delivery on loopback."
    requires_migrations_checks = False

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--port", type=int, default=int(os.environ.get("PORT", "8000")))
        parser.add_argument("--workers", type=int, default=2)
        parser.add_argument("--reload", action="store_true", help="restart when a file changes")

    def handle(self, *args: Any, **options: Any) -> None:
        port: int = options["port"]
        refuse_taken_port(port)
        DATA_DIR.mkdir(parents=True, exist_ok=True)
        call_command("migrate", interactive=False, verbosity=0)
        if not StarterRecord.objects.exists():
            call_command("load_starter", stdout=self.stdout)
        call_command("ensure_owner", stdout=self.stdout)
        if not settings.DEBUG:
            call_command("collectstatic", interactive=False, verbosity=0)
        self.stdout.write(f"Site    http://{HOST}:{port}/\nAdmin   http://{HOST}:{port}/admin/")
        self.stdout.write(f"Mails   {DATA_DIR / 'mail'}\nCtrl-C ends it.")
        self.stdout._out.flush()
        supervise(commands(port, options["workers"], options["reload"]))


def refuse_taken_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise CommandError(
                f"Port {port} is taken. Choose another one: make run PORT={port + 1 if port < 65535 else 8123}"
            ) from error


def commands(port: int, workers: int, reload: bool) -> list[list[str]]:
    """The web server's and the mail worker's command lines."""
    granian = [sys.executable, "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port)]
    granian += ["--workers", str(workers), "--no-ws", "--log-level", "warning", "config.wsgi:application"]
    if reload:
        granian = [sys.executable, "manage.py", "runserver", f"{HOST}:{port}"]
    return [granian, [sys.executable, "manage.py", "deliver"]]


def supervise(lines: list[list[str]]) -> None:
    """Run all until a signal comes; one that ends by itself is started again."""
    environment = {**os.environ, "PYTHONPATH": str(BASE_DIR / "site"), "DJANGO_SETTINGS_MODULE": settings_module()}

    def start(line: list[str]) -> subprocess.Popen[bytes]:
        return subprocess.Popen(line, cwd=BASE_DIR, env=environment, start_new_session=True)

    running = [start(line) for line in lines]
    stopping = False

    def stop(*_: object) -> None:
        nonlocal stopping
        stopping = True

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, stop)
    while not stopping:
        time.sleep(0.2)
        for place, process in enumerate(running):
            if process.poll() is not None and not stopping:
                time.sleep(RESTART_AFTER_SECONDS)
                running[place] = start(lines[place])
    for process in running:
        process.terminate()
    for process in running:
        try:
            process.wait(timeout=15)
        except subprocess.TimeoutExpired:
            process.kill()


def settings_module() -> str:
    return os.environ["DJANGO_SETTINGS_MODULE"]
