"""`manage.py signin_unlock`: lets everyone try to sign in again right away."""

from typing import Any

from django.core.management.base import BaseCommand

from config.accounts.models import ThrottleBucket


class Command(BaseCommand):
    help = "Forget all failed attempts to sign in, so that nobody has to wait. The report of sign-ins stays."

    def handle(self, *args: Any, **options: Any) -> None:
        held, _ = ThrottleBucket.objects.all().delete()
        self.stdout.write(f"Forgot {held} counts of attempts. Everyone can try again now.")
