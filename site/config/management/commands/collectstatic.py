"""`manage.py collectstatic`: Django's own, but the files it writes are world-readable, unlike all others."""

import os
from typing import Any

from django.contrib.staticfiles.management.commands import collectstatic

from config.environment import PRIVATE_UMASK

READABLE_UMASK = 0o022


class Command(collectstatic.Command):
    def handle(self, *args: Any, **options: Any) -> str | None:
        os.umask(READABLE_UMASK)
        try:
            return super().handle(*args, **options)
        finally:
            os.umask(PRIVATE_UMASK)
