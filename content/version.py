"""One number for "the content as it stands": changes with every publish or setting saved, in every process."""

import uuid
from collections.abc import Callable
from typing import TypeVar

from django.core.cache import caches
from django.db import transaction

KEY = "content-version"
T = TypeVar("T")


def current_version() -> str:
    """The version all processes agree on; made on first use."""
    shared = caches["shared"]
    version = shared.get(KEY)
    if version is None:
        shared.add(KEY, uuid.uuid4().hex, None)
        version = shared.get(KEY)
    return str(version)


def bump_version(**_: object) -> None:
    """Forget everything computed from the content, once the change is committed. Fits as a signal receiver."""
    transaction.on_commit(lambda: caches["shared"].set(KEY, uuid.uuid4().hex, None))


def per_version(name: str, compute: Callable[[], T], seconds: int = 300) -> T:
    """`compute()`'s result, kept in this process until the content changes or `seconds` have passed."""
    key = f"{name}:{current_version()}"
    value = caches["default"].get(key)
    if value is None:
        value = compute()
        caches["default"].set(key, value, seconds)
    return value
