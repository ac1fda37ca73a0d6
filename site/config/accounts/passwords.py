"""Passwords that are refused although they are long enough."""

import gzip
import re
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import password_validation
from django.core.exceptions import ValidationError

from content.models import ClinicSettings

# The 5 000 most used of at least 12 characters that Django's list lacks, from the ten million that Mark Burnett
# collected from breaches and gave to the public domain.
LONG_ONES = Path(__file__).parent / "long-common-passwords.txt.gz"
# Beside the clinic's name and host names: what people here put into a password (docs/security.md lists them).
CONTEXT = (
    *("pinpoint", "wagtail", "django", "clinic", "therapy", "therapist", "trigger", "point", "massage", "pain"),
    *("admin", "owner", "editor", "frontdesk", "desk", "clinician", "reviewer", "password", "welcome", "login"),
)
LEAST_LEFT = 6  # letters that are none of these words
LOOKALIKES = {"a": "[a4@]", "e": "[e3]", "i": "[i1!]", "o": "[o0]", "s": "[s5$]", "t": "[t7]"}


class CommonPasswordValidator(password_validation.CommonPasswordValidator):
    """Django's list, of which few are long enough to be tried here, and as many long ones as matter."""

    def __init__(self) -> None:
        super().__init__()
        self.passwords |= set(gzip.decompress(LONG_ONES.read_bytes()).decode().split())


class ContextWordsValidator:
    """Refuses what is made of the clinic's name, the site's and everybody's words for it, with a number or a sign."""

    def validate(self, password: str, user: Any = None) -> None:
        typed = password.lower()
        left = re.sub("|".join(map(spellings, sorted(context_words(), key=len, reverse=True))), "", typed)
        if left != typed and len(re.findall(r"[^\W\d_]", left)) < LEAST_LEFT:
            raise ValidationError(self.get_help_text(), code="password_of_context_words")

    def get_help_text(self) -> str:
        return "Your password can’t be made of words from this clinic, such as its name, with a number or a sign."


def context_words() -> set[str]:
    names = [str(ClinicSettings.default().name), *settings.ALLOWED_HOSTS]
    return {word for name in names for word in re.findall(r"[^\W\d_]{4,}", name.lower())} | set(CONTEXT)


def spellings(word: str) -> str:
    """A pattern of the word with the digits and signs that people write for letters."""
    return "".join(LOOKALIKES.get(letter, letter) for letter in word)
