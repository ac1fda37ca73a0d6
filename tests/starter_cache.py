"""What tests compute of the starter serves the next tests too, until one of them changes what it stands on."""

from collections.abc import Callable
from typing import Any

import time_machine
from django.core.cache.backends.locmem import LocMemCache
from django.core.signals import setting_changed
from django.db import connection

READING = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK")


class StarterCache(LocMemCache):
    """A process's own cache, empty for each test. Until the test changes something it finds earlier tests' values."""

    unchanged = False  # database and settings are the starter's

    def __init__(self, name: str, params: dict[str, Any]) -> None:
        super().__init__(name, params)
        self.earlier = LocMemCache(f"{name}-earlier", params)

    @property
    def shares(self) -> bool:
        return StarterCache.unchanged and not time_machine.escape_hatch.is_travelling()

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        value = super().get(key, self._missing_key, version)  # type: ignore[attr-defined]
        if value is self._missing_key and self.shares:  # type: ignore[attr-defined]
            value = self.earlier.get(key, self._missing_key, version)  # type: ignore[attr-defined]
            if value is not self._missing_key:  # type: ignore[attr-defined]
                super().set(key, value, version=version)
        return default if value is self._missing_key else value  # type: ignore[attr-defined]

    def set(self, key: Any, value: Any, timeout: Any = 300, version: int | None = None) -> None:
        super().set(key, value, timeout, version)
        if self.shares:
            self.earlier.set(key, value, timeout, version)


def note_change(**_: Any) -> None:
    StarterCache.unchanged = False


def note_writing(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
    """Django's wrapper around each query."""
    if not sql.startswith(READING):
        note_change()
    return execute(sql, *rest)


setting_changed.connect(note_change)


def start_test() -> None:
    """The database is the starter's again."""
    StarterCache.unchanged = True
    if note_writing not in connection.execute_wrappers:
        connection.execute_wrappers.append(note_writing)
