"""Text encrypted at rest, with keys that can be rotated."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache, partial
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models.functions import Cast

MARK = "enc:"
UNREADABLE = "[This text can’t be read: its encryption key is missing.]"


@cache
def field_cipher(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """Encrypt with the newest of FIELD_KEYS. An empty text stays empty."""
    return text and MARK + field_cipher(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(stored: str) -> str:
    """Return the plaintext, or UNREADABLE if no key decrypts it."""
    if not stored.startswith(MARK):
        return stored
    try:
        return field_cipher(tuple(settings.FIELD_KEYS)).decrypt(stored.removeprefix(MARK).encode()).decode()
    except InvalidToken:
        return UNREADABLE


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """A text field that is encrypted in the database and in every copy of it."""

    def from_db_value(self, value: str | None, *_: Any) -> str | None:
        return decrypt(value) if value else value

    def get_prep_value(self, value: Any) -> Any:
        text = super().get_prep_value(value)
        return encrypt(text) if isinstance(text, str) else text


class EncryptedJSONField(EncryptedTextField):
    """An encrypted dictionary. Without its key, it holds UNREADABLE."""

    def from_db_value(self, value: str | None, *_: Any) -> Any:
        text = super().from_db_value(value)
        try:
            return json.loads(text) if text else {}
        except ValueError:
            return {"": text}

    def get_prep_value(self, value: Any) -> Any:
        return encrypt(json.dumps(value)) if value else ""

    def value_to_string(self, obj: models.Model) -> str:
        return json.dumps(self.value_from_object(obj))

    def to_python(self, value: Any) -> Any:
        return json.loads(value or "{}") if isinstance(value, str) else value


StoredText = tuple[str, Callable[[str], int]]
PLAIN, LOST = "plain", "lost"  # not encrypted; encrypted with a key that is missing


def key_index(stored: str) -> int | str:
    """Return the index of the FIELD_KEY that decrypts a text, 0 being the newest; or PLAIN, or LOST."""
    if not stored.startswith(MARK):
        return PLAIN
    for place, key in enumerate(settings.FIELD_KEYS):
        with suppress(InvalidToken):
            field_cipher((key,)).decrypt(stored.removeprefix(MARK).encode())
            return place
    return LOST


def stored_texts() -> Iterator[StoredText]:
    """Yield everything that is stored encrypted, with a function that replaces it and returns how many it replaced."""
    for source in SOURCES:
        yield from source()


def texts_of_models() -> Iterator[StoredText]:
    for model in apps.get_models():
        for field in [f for f in model._meta.concrete_fields if isinstance(f, EncryptedTextField)]:
            rows = model._base_manager.annotate(stored=Cast(field.name, models.TextField())).exclude(stored="")
            for pk, stored in rows.order_by("pk").values_list("pk", "stored").iterator(500):
                # Only if it is unchanged: another process may have written to it in the meantime.
                yield stored, partial(replace_text, rows.filter(pk=pk, stored=stored), field.name)


def replace_text(row: models.QuerySet[Any], name: str, anew: str) -> int:
    return row.update(**{name: models.Value(anew, models.TextField())})


# `config.accounts` adds the secrets of second factors.
SOURCES: list[Callable[[], Iterator[StoredText]]] = [texts_of_models]


def key_counts() -> Counter[int | str]:
    """Count the texts that each key decrypts, and those that are PLAIN or LOST."""
    return Counter(key_index(stored) for stored, _ in stored_texts())


def renew() -> int:
    """Re-encrypt every text that doesn't use the newest key yet; return how many.

    After that, older keys can be removed. A text that no key decrypts is left as is, in case its key turns up.
    """
    old = ((stored, replace) for stored, replace in stored_texts() if key_index(stored) not in (0, LOST))
    return sum(replace(encrypt(decrypt(stored))) for stored, replace in old)
