"""Text encrypted at rest, with keys that can be rotated."""

from functools import cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

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


def is_current(stored: str) -> bool:
    """Whether the newest key alone reads it."""
    try:
        Fernet(settings.FIELD_KEYS[0]).decrypt(stored.removeprefix(MARK).encode())
    except InvalidToken:
        return False
    return stored.startswith(MARK)


def renew() -> int:
    """Write anew with the newest key what an older one, or none, wrote; how many texts.

    Then older keys may go. What no key reads is left as it is, for the day when its key is found.
    """
    renewed = 0
    for model in apps.get_models() if settings.FIELD_KEYS else []:
        for field in [f for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]:
            rows = model._base_manager.annotate(stored=Cast(field.name, models.TextField())).exclude(stored="")
            for pk, stored in rows.values_list("pk", "stored").iterator(500):
                text = decrypt(stored)
                if is_current(stored) or text == UNREADABLE:
                    continue
                # Only what is still the same: somebody may have written in between.
                renewed += rows.filter(pk=pk, stored=stored).update(**{field.name: text})
    return renewed
