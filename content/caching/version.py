"""One name for "the content as it stands": it changes with every publish, and every process sees it."""

import hashlib
import threading
import time
import uuid
from collections.abc import Callable
from typing import NamedTuple, TypeVar

from django.core.cache import caches
from django.db import DatabaseError, connection, models, transaction

LOOK_AGAIN_AFTER = 0.2  # seconds that another process' publish may stay unseen

T = TypeVar("T")


class ContentVersion(models.Model):
    """The one row that all processes agree on, where the content itself is: no cache can lose or revive it."""

    value = models.CharField(max_length=32)

    class Meta:
        app_label = "content"

    def __str__(self) -> str:
        return self.value


class Seen(NamedTuple):
    """What this process has last read."""

    at: float
    version: str


_seen: Seen | None = None
_reading = threading.Lock()


def current_version() -> str:
    """The version all processes agree on."""
    global _seen
    seen = _seen
    if seen and time.monotonic() - seen.at < LOOK_AGAIN_AFTER:
        return seen.version
    # One thread asks; meanwhile the others go on with what was seen last, however long a database that is away takes.
    if not _reading.acquire(blocking=seen is None):
        return seen.version if seen else ""
    try:
        version = ContentVersion.objects.values_list("value", flat=True).first() or ""
    except DatabaseError:
        connection.close_if_unusable_or_obsolete()  # a kept page is answered outside of Django's requests
        version = seen.version if seen else ""
    finally:
        _reading.release()
    _seen = Seen(time.monotonic(), version)
    return version


def look_again() -> None:
    """Read the version anew the next time it is asked for."""
    global _seen
    _seen = None


def forget() -> None:
    """Start a new version now."""
    global _seen
    version = uuid.uuid4().hex  # never a number: a restored backup would count on to versions that were there before
    ContentVersion.objects.bulk_create(
        [ContentVersion(pk=1, value=version)], update_conflicts=True, unique_fields=["id"], update_fields=["value"]
    )
    _seen = Seen(time.monotonic(), version)


def bump_version(**_: object) -> None:
    """Start a new version once the change is committed. Fits as a signal receiver."""
    transaction.on_commit(forget)


def versioned_key(key: str, key_prefix: str, version: int) -> str:
    """Django's KEY_FUNCTION: what libraries cache is dropped with the content's version as well."""
    return f"{key_prefix}:{version}:{current_version()}:{key}"


def per_version(name: str, compute: Callable[[], T], seconds: int = 300) -> T:
    """`compute()`'s result, kept in this process until the content changes or `seconds` have passed."""
    # The version from before computing is part of the key: a change in between is seen.
    key = hashlib.sha1(f"{name}:{current_version()}".encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    value: T | None = caches["local"].get(key)
    if value is None:
        value = compute()
        caches["local"].set(key, value, seconds)
    return value
