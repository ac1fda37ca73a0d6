"""Runs the delivery worker as in production, for one pass."""

import os
import signal
from io import StringIO
from typing import Any
from unittest.mock import patch

from django.apps import apps
from django.core.management import call_command
from django.db import connection
from django.db.models.signals import post_save
from django.test import TestCase

LONGEST = 30  # seconds before a worker that shows no sign of life is told to stop


def run_worker() -> None:
    """Start `manage.py deliver` and tell it to stop at its first sign of life, so that it finishes exactly one pass."""

    def end(*_: Any, **__: Any) -> None:
        os.kill(os.getpid(), signal.SIGTERM)

    numbers = (signal.SIGTERM, signal.SIGINT, signal.SIGALRM)
    before = {number: signal.getsignal(number) for number in numbers}
    signs = apps.get_model("inquiries", "Stamp")
    signal.signal(signal.SIGALRM, end)
    signal.alarm(LONGEST)
    post_save.connect(end, sender=signs)
    try:
        # On PostgreSQL the worker would mistake the test's transaction for a broken connection and close it.
        kept = patch.object(connection, "close_if_unusable_or_obsolete")
        with kept, TestCase.captureOnCommitCallbacks(execute=True):
            call_command("deliver", stdout=StringIO())
    finally:
        signal.alarm(0)
        post_save.disconnect(end, sender=signs)
        for number, handler in before.items():
            signal.signal(number, handler)
