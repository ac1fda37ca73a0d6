"""A validator for passwords that are long enough but easy to guess."""

import re
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from content.models import ClinicSettings

# Besides the clinic's name and host names: words that staff are likely to use (docs/security.md lists them).
CONTEXT = (
    *("pinpoint", "wagtail", "django", "clinic", "therapy", "therapist", "trigger", "point", "massage", "pain"),
    *("admin", "owner", "editor", "frontdesk", "desk", "clinician", "reviewer", "password", "welcome", "login"),
)
LEAST_LEFT = 6  # the fewest letters outside of these words
LOOKALIKES = {"a": "[a4@]", "e": "[e3]", "i": "[i1!]", "o": "[o0]", "s": "[s5$]", "t": "[t7]"}


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
