"""Phone numbers: as people write them, and as a phone dials them. A region, such as US, is where no + is needed."""

import re

from django.utils.html import format_html
from django.utils.safestring import SafeString
from phonenumbers import (
    Leniency,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberMatcher,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    is_valid_number,
)

STORED_EXTENSION = re.compile(r"(?<=\d)\s*(?:;|,,)\s*(\d{1,6})\s*$")  # as address books store it: 5550142;45
DIGIT_RUN = re.compile(r"\d[\d\s().\-–/]{4,}\d")
KEY_DIGITS, FEWEST_DIGITS = 9, 6  # the last nine are the same with and without the country code


def digits(text: str) -> str:
    """The digits of any script as 0 to 9."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


def numbers_in(written: str, region: str) -> list[PhoneNumber]:
    """Every phone number in a text."""
    text = STORED_EXTENSION.sub(r" ext. \1", written)
    return [match.number for match in PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE)]


def number_keys(written: str, region: str) -> set[str]:
    """The last digits of each number in a text, equal however it is written; also of numbers of other regions."""
    found = {digits(format_number(number, PhoneNumberFormat.E164)) for number in numbers_in(written, region)}
    found |= {digits(run) for run in DIGIT_RUN.findall(written)}
    return {number[-KEY_DIGITS:] for number in found if len(number) >= FEWEST_DIGITS}


def phone_href(written: str, region: str) -> str:
    """The address that dials the first valid number in a text; empty if there is none.

    A possible number will do if none is valid: numbers kept for fiction, such as the sample clinic's (555) 555-0142,
    are assigned to nobody, and new area codes come sooner than releases of the library.
    """
    complete = [
        number
        for number in numbers_in(written, region)
        if is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE  # with its area code
    ]
    number = min(complete, key=lambda number: not is_valid_number(number), default=None)
    if number is None:
        return ""
    extension = f";ext={number.extension}" if number.extension else ""
    return f"tel:{format_number(number, PhoneNumberFormat.E164)}{extension}"


def phone_link(written: str, region: str) -> SafeString:
    """The text as it was written, linked if it holds a number that can be dialed."""
    href = phone_href(written, region)
    if not href:
        return format_html('<span class="nobr">{}</span>', written)
    return format_html('<a class="nobr" href="{}">{}</a>', href, written)
