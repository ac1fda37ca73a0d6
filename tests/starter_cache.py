"""Values computed from the starter's content, kept for all tests of a process: saves over a tenth of the suite's time.

A test sees them as if they had just been computed, until it changes content or settings. From then on it gets no help,
and its change shows only if the site itself invalidates what it cached.
"""

import math
import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.core.signals import setting_changed
from django.db import connection, transaction
from django.test import Client
from wagtail.models import get_page_models

from content.caching import version

# Cached values don't depend on what visitors send, who is signed in, or how mail goes out.
OTHER_ROWS = (
    "accounts_|auth_|mfa_|django_session|wagtailusers_userprofile|wagtailcore_(modellogentry|pagesubscription)|"
    "inquiries_(?!inquirypage|thankyoupage|extraquestion|fieldtext)"
)
CONTENT_WRITE = re.compile(rf'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"(?!{OTHER_ROWS})', re.IGNORECASE)
OTHER_SETTINGS = ("ALERT_", "ANYMAIL", "COUNTS_", "EMAIL_", "INQUIRIES_", "SECOND_", "SESSION_", "TRUSTED_", "WEBHOOK_")


class StarterValues(dict[str, Any]):
    """The values that belong to one version of the content."""

    starter: dict[str, Any] = {}
    is_untouched = False

    def get(self, name: str, default: Any = None) -> Any:
        found = super().get(name)
        # A test that counts queries has to count all of them.
        if found is None and self.is_untouched and not connection.force_debug_cursor:
            found = self.starter.get(name)
            if found:
                self[name] = found
        return found or default


version._values = StarterValues()


def note_setting(setting: str, **_: Any) -> None:
    if not setting.startswith(OTHER_SETTINGS):
        StarterValues.is_untouched = False


setting_changed.connect(note_setting)


def note_write(execute: Any, sql: str, *rest: Any) -> Any:
    if CONTENT_WRITE.match(sql):
        StarterValues.is_untouched = False
    return execute(sql, *rest)


@contextmanager
def used_until_touched(is_untouched: bool) -> Iterator[None]:
    StarterValues.is_untouched = is_untouched
    with connection.execute_wrapper(note_write):
        yield
    StarterValues.is_untouched = False


def fill() -> None:
    """Visit a page of each kind, keeping what was computed."""
    with transaction.atomic():
        client = Client()
        for model in get_page_models():
            if page := model.objects.live().first():
                client.get(page.url)
        for path in ("/search/?q=hip", "/no-such-page/", "/sitemap.xml", "/conditions/feed/"):
            client.get(path)
        client.force_login(get_user_model().objects.create_superuser("starter"))
        for path in ("/admin/", "/admin/reports/page-checks/"):
            client.get(path)
        transaction.set_rollback(True)
    StarterValues.starter = {name: found._replace(until=math.inf) for name, found in version._values.items()}
