"""The content's version, which changes with every publication and is part of every cache key."""

import threading
import time
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.db import DatabaseError, connection, models, transaction

A_DAY = 86_400  # seconds, for what is slow to compute and fully invalidated by the version
VERSION_TTL = 0.2  # seconds for which another process's publication may go unnoticed
MOST_VALUES = 5000

T = TypeVar("T")


class ContentVersion(models.Model):
    """The version as a database row next to the content, so that no cache can lose it or bring back an old one."""

    value = models.CharField(max_length=32)

    class Meta:
        app_label = "content"

    def __str__(self) -> str:
        return self.value


class CachedVersion(NamedTuple):
    """The version that this process last read."""

    at: float
    version: str


class CachedValue(NamedTuple):
    """A result of `per_version`."""

    version: str
    until: float
    value: Any


_cached: CachedVersion | None = None
_values: dict[str, CachedValue] = {}
_reading = threading.Lock()


def current_version() -> str:
    """Return the content's version, read from the database at most every `VERSION_TTL` seconds."""
    global _cached
    cached = _cached
    if cached and time.monotonic() - cached.at < VERSION_TTL:
        return cached.version
    # One thread reads while the others use the cached version, however long a database that is down takes to fail.
    if not _reading.acquire(blocking=cached is None):
        return cached.version if cached else ""
    try:
        version = ContentVersion.objects.values_list("value", flat=True).first() or ""
    except DatabaseError:
        connection.close_if_unusable_or_obsolete()  # cached pages are served outside Django's request cycle
        version = cached.version if cached else ""
    finally:
        _reading.release()
    _cached = CachedVersion(time.monotonic(), version)
    return version


def expire_cached_version() -> None:
    """Make the next `current_version()` read the database."""
    global _cached
    _cached = None
    _values.clear()


def invalidate() -> None:
    """Start a new version now, so that everything cached under the old one is stale."""
    global _cached
    version = uuid.uuid4().hex  # not a counter: after restoring a backup, it would repeat earlier versions
    ContentVersion.objects.bulk_create(
        [ContentVersion(pk=1, value=version)], update_conflicts=True, unique_fields=["id"], update_fields=["value"]
    )
    _cached = CachedVersion(time.monotonic(), version)


def bump_version(**_: object) -> None:
    """Invalidate once the transaction is committed; can be used as a signal receiver."""
    transaction.on_commit(invalidate)


def versioned_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION, which makes what libraries cache go stale with the content too."""
    return f"{key_prefix}:{version}:{current_version()}:{key}"


def per_version(name: str, compute: Callable[[], T], seconds: int = 300) -> T:
    """Return `compute()`'s result, cached in this process until the content changes or `seconds` have passed.

    All callers get the same object, so it must never be mutated.
    """
    # The version is from before computing, so that a change in the meantime isn't missed.
    version, now = current_version(), time.monotonic()
    found = _values.get(name)
    if found is None or found.version != version or found.until < now:
        if len(_values) >= MOST_VALUES:
            _values.clear()
        found = _values[name] = CachedValue(version, now + seconds, compute())
    value: T = found.value
    return value
