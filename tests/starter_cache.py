"""What a test has computed of the starter serves the next tests too, until one of them changes what it stands on."""

import re
from collections.abc import Callable
from typing import Any

import time_machine
from django.core.cache.backends.locmem import LocMemCache
from django.core.signals import setting_changed
from django.db import connection

from content.caching.version import invalidate

READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")
# Nothing that is kept per version of the content is computed from these tables.
BESIDE_CONTENT = re.compile(
    r'(?:INSERT(?: OR \w+)? INTO|UPDATE|DELETE FROM) "(?:accounts_|auth_|django_session|site_search_searchday|'
    r"wagtailadmin_|wagtailusers_|inquiries_(?!inquirypage|inquirysettings|thankyoupage|extraq))"
)
MISSING = object()


class StarterCache(LocMemCache):
    """A process's own cache, empty for each test. While nothing was changed it finds what earlier tests computed."""

    is_unchanged = False  # database, settings and clock are as at the start of every test
    was_read = False  # in this test

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self.earlier = LocMemCache(f"{name}-earlier", params)

    def shares(self) -> bool:
        return StarterCache.is_unchanged and not time_machine.escape_hatch.is_travelling()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        StarterCache.was_read = True
        value = super().get(key, MISSING, version)
        if value is MISSING and self.shares():
            value = self.earlier.get(key, MISSING, version)
            if value is not MISSING:
                super().set(key, value, version=version)
        return default if value is MISSING else value

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        super().set(key, value, timeout, version)
        if self.shares():
            self.earlier.set(key, value, timeout, version)


def note_change(**_: Any) -> None:
    StarterCache.is_unchanged = False


def note_writing(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Wraps each query: a test that begins by changing content has a version of its own, as if it were older."""
    if StarterCache.is_unchanged and not sql.startswith(READING) and not BESIDE_CONTENT.match(sql):
        note_change()
        if not StarterCache.was_read:
            invalidate()
    return execute(sql, *rest)


setting_changed.connect(note_change)


def start_test() -> None:
    """The database is the starter's again."""
    StarterCache.is_unchanged, StarterCache.was_read = True, False
    if note_writing not in connection.execute_wrappers:
        connection.execute_wrappers.append(note_writing)
