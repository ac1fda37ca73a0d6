"""`manage.py alert TEXT`: an alert from outside the site, such as a service unit that failed. Needs no database."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from inquiries.mail.alerts import post_alert


class Command(BaseCommand):
    help = "Send a text to ALERT_WEBHOOK_URL."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("text")

    def handle(self, *args: Any, **options: Any) -> None:
        if not post_alert("operations", options["text"]):
            raise CommandError("Nobody was told: ALERT_WEBHOOK_URL is not set, or did not take it.")
