"""What is computed from the starter's content, once for all tests of a process: a good tenth of the suite's time.

A test finds it as if it had been computed just then, until it changes content or settings: from there on it is on its
own, and what it changed shows only if the site itself sees to that.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.contrib.auth import get_user_model
from django.core.cache.backends.locmem import LocMemCache
from django.core.signals import setting_changed
from django.db import connection, transaction
from django.test import Client
from wagtail.models import get_page_models

# What visitors send, who is signed in, and how mails go out shows in nothing that is cached.
OTHER_ROWS = (
    "accounts_|auth_|mfa_|django_session|wagtailusers_userprofile|wagtailcore_(modellogentry|pagesubscription)|"
    "inquiries_(?!inquirypage|thankyoupage|extraquestion|fieldtext)"
)
CONTENT_WRITE = re.compile(rf'\s*(INSERT INTO|UPDATE|DELETE FROM)\s+"(?!{OTHER_ROWS})', re.IGNORECASE)
OTHER_SETTINGS = ("ALERT_", "ANYMAIL", "COUNTS_", "EMAIL_", "INQUIRIES_", "SECOND_", "SESSION_", "TRUSTED_", "WEBHOOK_")


class StarterCache(LocMemCache):
    """The cache of what belongs to a version of the content."""

    starter: dict[str, Any] = {}
    is_filling = False
    is_untouched = False

    def get(self, key: str, default: Any = None, version: int | None = None) -> Any:
        found = super().get(key, None, version)
        # Who counts queries counts them all.
        if found is None and self.is_untouched and not connection.force_debug_cursor and key in self.starter:
            found = self.starter[key]
            self.set(key, found)
            return super().get(key, default, version)  # a copy of its own
        return default if found is None else found

    def set(self, key: str, value: Any, *args: Any, **kwargs: Any) -> None:
        super().set(key, value, *args, **kwargs)
        if StarterCache.is_filling:
            self.starter[key] = value


def note_setting(setting: str, **_: Any) -> None:
    if not setting.startswith(OTHER_SETTINGS):
        StarterCache.is_untouched = False


setting_changed.connect(note_setting)


def note_write(execute: Any, sql: str, *rest: Any) -> Any:
    if CONTENT_WRITE.match(sql):
        StarterCache.is_untouched = False
    return execute(sql, *rest)


@contextmanager
def used_until_touched(is_untouched: bool) -> Iterator[None]:
    StarterCache.is_untouched = is_untouched
    with connection.execute_wrapper(note_write):
        yield
    StarterCache.is_untouched = False


def fill() -> None:
    """Look at a page of each kind, and leave no trace of it but what was computed."""
    StarterCache.is_filling = True
    with transaction.atomic():
        client = Client()
        for model in get_page_models():
            if page := model.objects.live().first():
                client.get(page.url)
        for path in ("/search/?q=hip", "/no-such-page/", "/sitemap.xml", "/conditions/feed/"):
            client.get(path)
        client.force_login(get_user_model().objects.create_superuser("starter"))
        for path in ("/admin/", "/admin/reports/page-checks/", "/admin/reports/links/"):
            client.get(path)
        transaction.set_rollback(True)
    StarterCache.is_filling = False
