"""One name for "the content as it stands": it changes with every publish, and every process sees it."""

import hashlib
import time
import uuid
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.db import transaction

KEY = "content-version"
LOOK_AGAIN_AFTER = 0.2  # seconds that another process' publish may stay unseen

T = TypeVar("T")
_seen: dict[str, tuple[float, str]] = {}


def current_version() -> str:
    """The version all processes agree on; made on first use."""
    moment = time.monotonic()
    seen = _seen.get(KEY)
    if seen and moment - seen[0] < LOOK_AGAIN_AFTER:
        return seen[1]
    shared = caches["shared"]
    version = shared.get(KEY)
    if version is None:
        shared.add(KEY, uuid.uuid4().hex, None)
        version = shared.get(KEY)
    _seen[KEY] = (moment, str(version))
    return str(version)


def forget() -> None:
    """Start a new version now."""
    _seen.clear()
    caches["shared"].set(KEY, uuid.uuid4().hex, None)


def bump_version(**_: object) -> None:
    """Start a new version once the change is committed. Fits as a signal receiver."""
    transaction.on_commit(forget)


def per_version(name: str, compute: Callable[[], T], seconds: int = 300) -> T:
    """`compute()`'s result, kept in this process until the content changes or `seconds` have passed."""
    key = hashlib.sha1(f"{name}:{current_version()}".encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
    value = caches["default"].get(key)
    if value is None:
        value = compute()
        caches["default"].set(key, value, seconds)
    return value
