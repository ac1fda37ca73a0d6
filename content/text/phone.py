"""Phone numbers: as people write them, and as a phone dials them. A region, such as US, is where no + is needed."""

import re
import unicodedata

from django.utils.html import format_html
from django.utils.safestring import SafeString
from phonenumbers import (
    Leniency,
    PhoneNumberFormat,
    PhoneNumberMatch,
    PhoneNumberMatcher,
    ValidationResult,
    format_number,
    is_possible_number_with_reason,
    is_valid_number,
)

STORED_EXTENSION = re.compile(r"(?<=\d)\s*(?:;|,,)\s*(\d{1,6})\s*$")  # as address books store it: 5550142;45
DIGIT_RUN = re.compile(r"\d[\d\s().\-–/]{4,}\d")
NORTH_AMERICA = 1  # its country code
KEY_DIGITS, FEWEST_DIGITS = 9, 6  # the last nine are the same with and without the country code


def digits(text: str) -> str:
    """The digits of any script as 0 to 9."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


def numbers_in(written: str, region: str) -> list[PhoneNumberMatch]:
    """Every phone number in a text."""
    text = STORED_EXTENSION.sub(r" ext. \1", written)
    return list(PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE))


def number_keys(written: str, region: str) -> set[str]:
    """The last digits of each number in a text, equal however it is written; also of numbers of other regions."""
    numbers = [match.number for match in numbers_in(written, region)]
    found = {digits(format_number(number, PhoneNumberFormat.E164)) for number in numbers}
    found |= {str(number.national_number) for number in numbers}
    found |= {digits(run).lstrip("0") for run in DIGIT_RUN.findall(written)}
    return {number[-KEY_DIGITS:] for number in found if len(number) >= FEWEST_DIGITS}


def is_complete(match: PhoneNumberMatch) -> bool:
    """Whether a number has its area code: by its length in North America, by its prefix (0 or +) elsewhere."""
    is_possible = is_possible_number_with_reason(match.number) == ValidationResult.IS_POSSIBLE
    has_prefix = "+" in unicodedata.normalize("NFKC", match.raw_string) or digits(match.raw_string).startswith("0")
    return is_possible and (match.number.country_code == NORTH_AMERICA or has_prefix)


def phone_href(written: str, region: str) -> str:
    """The address that dials the first valid number in a text; empty if there is none.

    A complete number will do if none is valid: those kept for fiction, such as the sample clinic's (555) 555-0142, are
    assigned to nobody, and new area codes come sooner than releases of the library.
    """
    matches = numbers_in(written, region)
    valid = (match.number for match in matches if is_valid_number(match.number))
    number = next(valid, None) or next((match.number for match in matches if is_complete(match)), None)
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
