"""Text encrypted at rest, with keys that can be rotated."""

from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

MARK = "enc:"
UNREADABLE = "[This text can’t be read: its encryption key is missing.]"


@cache
def cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """The text encrypted with the newest of FIELD_KEYS; unchanged while there are none."""
    if not settings.FIELD_KEYS or not text:
        return text
    return MARK + cipher(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """The text as it was written; a plain remark when no key fits."""
    if not stored.startswith(MARK):
        return stored
    if not settings.FIELD_KEYS:
        return UNREADABLE
    try:
        return cipher(tuple(settings.FIELD_KEYS)).decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        return UNREADABLE


class EncryptedTextField(models.TextField):
    """A text that the database, and whoever copies it, can't read."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return decrypt(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if isinstance(text, str) else text
