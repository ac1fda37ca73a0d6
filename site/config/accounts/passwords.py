"""Validators for passwords that are long enough but easy to guess."""

import gzip
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from content.models import ClinicSettings

# The 5,000 most common ones of at least 12 characters that Django's list lacks, from the ten million that Mark
# Burnett collected from breaches and released into the public domain.
LONG_ONES = Path(__file__).parent / "long-common-passwords.txt.gz"
# Besides the clinic's name and host names: words that staff are likely to use (docs/security.md lists them).
CONTEXT = (
    *("pinpoint", "wagtail", "django", "clinic", "therapy", "therapist", "trigger", "point", "massage", "pain"),
    *("admin", "owner", "editor", "frontdesk", "desk", "clinician", "reviewer", "password", "welcome", "login"),
)
LEAST_LEFT = 6  # the fewest letters outside of these words
LOOKALIKES = {"a": "[a4@]", "e": "[e3]", "i": "[i1!]", "o": "[o0]", "s": "[s5$]", "t": "[t7]"}


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Django's list, few of which are long enough to matter here, plus common long passwords."""

    def __init__(self) -> None:
        super().__init__()
        self.passwords |= set(gzip.decompress(LONG_ONES.read_bytes()).decode().split())


class ContextWordsValidator:
    """Reject passwords made of the clinic's name, host names, and words in CONTEXT, plus a few other characters."""

    def validate(self, password: str, user: Any = None) -> None:
        typed = password.lower()
        left = re.sub("|".join(map(spellings, sorted(context_words(), key=len, reverse=True))), "", typed)
        if left != typed and len(re.findall(r"[^\W\d_]", left)) < LEAST_LEFT:
            raise ValidationError(self.get_help_text(), code="password_of_context_words")

    def get_help_text(self) -> str:
        return "Your password can’t consist of words about this clinic, such as its name, with a number or a symbol."


def context_words() -> set[str]:
    names = [str(ClinicSettings.default().name), *settings.ALLOWED_HOSTS]
    return {word for name in names for word in re.findall(r"[^\W\d_]{4,}", name.lower())} | set(CONTEXT)


def spellings(word: str) -> str:
    """Return a pattern for the word, including the digits and symbols that people substitute for letters."""
    return "".join(LOOKALIKES.get(letter, letter) for letter in word)
