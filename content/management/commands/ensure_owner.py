"""`manage.py ensure_owner`: creates the first staff account, once."""

import secrets
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.core.validators import validate_email

LETTERS = "bcdfghjkmnpqrstvwxz23456789"  # no look-alikes


class Command(BaseCommand):
    help = (
        "Create the owner’s account unless there is somebody already. OWNER_EMAIL is its address and its username; "
        "without one it is asked for, or the username is made up. Prints a made-up password once."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--no-input", action="store_false", dest="interactive", help="ask for nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()
        # Any user, not only the owner: an account that staff renamed or deleted must not come back.
        if users._default_manager.exists():
            if options["verbosity"]:
                self.stdout.write("There is an account already, so none was made.")
            return
        email = self.address(options["interactive"])
        # Not a name that an attacker would guess first.
        name = email or "owner-" + "".join(secrets.choice(LETTERS) for _ in range(6))
        password = settings.OWNER_PASSWORD or secrets.token_urlsafe(15)
        users._default_manager.create_superuser(username=name, email=email, password=password)
        if settings.OWNER_PASSWORD:
            self.stdout.write(f"Staff account {name} made, with the password from OWNER_PASSWORD.")
        else:
            self.stdout.write(f"Staff account {name} made. Its password, shown this once: {password}")
        if not email:
            self.stdout.write("It has no email address yet: enter one in the admin, under Account.")

    def address(self, interactive: bool) -> str:
        """Return OWNER_EMAIL, or what is typed at a terminal, where it may be empty."""
        given: str = settings.OWNER_EMAIL.strip().lower()
        if not given and interactive and sys.stdin and sys.stdin.isatty():
            given = input("The owner’s email address (may be left empty for a trial): ").strip().lower()
        if given:
            try:
                validate_email(given)
            except ValidationError:
                raise CommandError("OWNER_EMAIL is not an email address.") from None
        return given
