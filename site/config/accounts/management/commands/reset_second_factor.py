"""`manage.py reset_second_factor USERNAME`: for a lost device when no other owner can help."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from config.accounts.second_factor_reset import reset_second_factor


class Command(BaseCommand):
    help = "Take passkeys, app and recovery codes from an account and sign it out everywhere. Its person is mailed."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username")

    def handle(self, *args: Any, **options: Any) -> None:
        user = get_user_model()._default_manager.filter(username=options["username"]).first()
        if user is None:
            raise CommandError("There is no account with this username.")
        reset_second_factor(user)
        self.stdout.write(f"Done. The next sign-in of {user.get_username()} sets up a new second step.")
