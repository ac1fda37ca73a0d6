"""The content's version: it changes with every publication, and is part of the key of whatever is cached."""

import hashlib
import threading
import time
import uuid
from collections.abc import Callable
from typing import Any, NamedTuple, TypeVar

from django.core.cache import caches
from django.db import DatabaseError, connection, models, transaction

A_DAY = 86_400  # seconds, for what takes long to compute and knows of all changes by the version
VERSION_TTL = 0.2  # seconds that another process's publication may go unseen
NOT_CACHED: Any = object()  # None is a value like any other

T = TypeVar("T")


class ContentVersion(models.Model):
    """The version as one row beside the content, so that no cache can lose it or bring an old one back."""

    value = models.CharField(max_length=32)

    class Meta:
        app_label = "content"

    def __str__(self) -> str:
        return self.value


class CachedVersion(NamedTuple):
    """What this process has last read."""

    at: float
    version: str


class Shared(NamedTuple):
    """What `shared_per_version` computed."""

    version: str
    until: float
    value: Any


_cached: CachedVersion | None = None
_shared: dict[str, Shared] = {}
_reading = threading.Lock()


def current_version() -> str:
    """The content's version, read from the database at most every `VERSION_TTL` seconds."""
    global _cached
    cached = _cached
    if cached and time.monotonic() - cached.at < VERSION_TTL:
        return cached.version
    # One thread reads; meanwhile the others go on with the cached version, however long a database that is away takes.
    if not _reading.acquire(blocking=cached is None):
        return cached.version if cached else ""
    try:
        version = ContentVersion.objects.values_list("value", flat=True).first() or ""
    except DatabaseError:
        connection.close_if_unusable_or_obsolete()  # a cached page is answered outside of Django's requests
        version = cached.version if cached else ""
    finally:
        _reading.release()
    _cached = CachedVersion(time.monotonic(), version)
    return version


def expire_cached_version() -> None:
    """Have the next `current_version()` read the database."""
    global _cached
    _cached = None
    _shared.clear()


def invalidate() -> None:
    """Start a new version now, so that everything cached under the old one is stale."""
    global _cached
    version = uuid.uuid4().hex  # never a number: a restored backup would count on to versions that were there before
    ContentVersion.objects.bulk_create(
        [ContentVersion(pk=1, value=version)], update_conflicts=True, unique_fields=["id"], update_fields=["value"]
    )
    _cached = CachedVersion(time.monotonic(), version)


def bump_version(**_: object) -> None:
    """Invalidate once the transaction is committed. Fits as a signal receiver."""
    transaction.on_commit(invalidate)


def versioned_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: what libraries cache goes stale with the content as well."""
    return f"{key_prefix}:{version}:{current_version()}:{key}"


def per_version(name: str, compute: Callable[[], T], seconds: int = 300) -> T:
    """`compute()`'s result, cached in this process until the content changes or `seconds` have passed."""
    # The version from before computing is part of the key: a change in between is seen.
    key = hashlib.sha1(f"{name}:{current_version()}".encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    value: T = caches["local"].get(key, NOT_CACHED)
    if value is NOT_CACHED:
        value = compute()
        caches["local"].set(key, value, seconds)
    return value


def shared_per_version(name: str, compute: Callable[[], T], seconds: int = 300) -> T:
    """The same without a copy for each caller: for what is too large to copy, and what nobody changes."""
    version, now = current_version(), time.monotonic()
    found = _shared.get(name)
    if found is None or found.version != version or found.until < now:
        found = _shared[name] = Shared(version, now + seconds, compute())
    value: T = found.value
    return value
