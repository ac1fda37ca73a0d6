"""Phone numbers: as people write them, and as a phone dials them."""

import re

from django.core.exceptions import ValidationError

WRITTEN = re.compile(
    r"""\s*(?P<number>\+?[0-9\s().\-–/]+?)  # such as (555) 555-0142 or +44 (0)20 7946 0000
        (?:[\s,;]*(?:ext(?:ension|n)?\.?|x|\#)\s*(?P<extension>[0-9]{1,7}))?\s*""",
    re.IGNORECASE | re.VERBOSE,
)
FEWEST_DIGITS, MOST_DIGITS = 6, 15


def digits(text: str) -> str:
    """Without the 0 that is only dialled at home, which is written as (0) behind a country's code."""
    if text.strip().startswith("+"):
        text = re.sub(r"\(\s*0\s*\)", "", text)
    return re.sub(r"[^0-9]", "", text)


def phone_href(written: str) -> str:
    """The address that dials the number; of what was never checked, its digits."""
    found = WRITTEN.fullmatch(written)
    number = found["number"] if found else written
    plus = "+" if number.strip().startswith("+") else ""
    extension = f";ext={found['extension']}" if found and found["extension"] else ""
    return f"tel:{plus}{digits(number)}{extension}"


def validate_phone(written: str) -> None:
    """Refuse what a phone can't dial."""
    found = WRITTEN.fullmatch(written)
    if not found:
        raise ValidationError(
            "A phone number has digits, spaces, brackets, dots and hyphens, a + at the start, "
            "and “ext. 12” at the end if there is one."
        )
    if not FEWEST_DIGITS <= len(digits(found["number"])) <= MOST_DIGITS:
        raise ValidationError(f"A phone number has {FEWEST_DIGITS} to {MOST_DIGITS} digits, the extension not counted.")
