"""`manage.py ensure_owner`: the first staff account, made once."""

import secrets
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand

NAME = "owner"


class Command(BaseCommand):
    help = "Create the staff account “owner” unless there is somebody already; prints a made-up password once."

    def handle(self, *args: Any, **options: Any) -> None:
        users = get_user_model()
        # Anybody, not only the owner: an account that staff renamed or deleted must not come back.
        if users._default_manager.exists():
            return
        password = settings.OWNER_PASSWORD or secrets.token_urlsafe(15)
        users._default_manager.create_superuser(username=NAME, email="", password=password)
        if settings.OWNER_PASSWORD:
            self.stdout.write(f"Staff account {NAME} made, with the password from OWNER_PASSWORD.")
        else:
            self.stdout.write(f"Staff account {NAME} made. Its password, shown this once: {password}")
