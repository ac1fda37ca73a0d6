"""Phone numbers, as written and as dialed. A region, such as US, is where numbers don't need a country code."""

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

STORED_EXTENSION = re.compile(r"(?<=\d)\s*(?:;|,,)\s*(\d{1,6})\s*$")  # as in address books: 5550142;45
DIGIT_RUN = re.compile(r"\d[\d\s().\-–/]{4,}\d")
NORTH_AMERICA = 1  # the country code
KEY_DIGITS, FEWEST_DIGITS = 9, 6  # the last nine digits are the same with and without the country code


def digits(text: str) -> str:
    """Return the text's digits, of any script, as 0 to 9."""
    return "".join(str(int(character)) for character in text if character.isdecimal())


def numbers_in(written: str, region: str) -> list[PhoneNumberMatch]:
    """Return every phone number in a text."""
    text = STORED_EXTENSION.sub(r" ext. \1", written)
    return list(PhoneNumberMatcher(text, region, leniency=Leniency.POSSIBLE))


def number_keys(written: str, region: str) -> set[str]:
    """Return the last digits of each number in a text, which don't depend on notation; any region's numbers count."""
    numbers = [match.number for match in numbers_in(written, region)]
    found = {digits(format_number(number, PhoneNumberFormat.E164)) for number in numbers}
    found |= {str(number.national_number) for number in numbers}
    found |= {digits(run).lstrip("0") for run in DIGIT_RUN.findall(written)}
    return {number[-KEY_DIGITS:] for number in found if len(number) >= FEWEST_DIGITS}


def is_complete(match: PhoneNumberMatch) -> bool:
    """Return whether a number has an area code: by length in North America, by prefix (0 or +) elsewhere."""
    is_possible = is_possible_number_with_reason(match.number) == ValidationResult.IS_POSSIBLE
    has_prefix = "+" in unicodedata.normalize("NFKC", match.raw_string) or digits(match.raw_string).startswith("0")
    return is_possible and (match.number.country_code == NORTH_AMERICA or has_prefix)


def phone_href(written: str, region: str) -> str:
    """Return the `tel:` URL of the first valid number in a text; empty if there is none.

    If none is valid, a complete number is used: fictional ones, such as the sample clinic's (555) 555-0142, are
    unassigned, and the library may not know new area codes yet.
    """
    matches = numbers_in(written, region)
    valid = (match.number for match in matches if is_valid_number(match.number))
    number = next(valid, None) or next((match.number for match in matches if is_complete(match)), None)
    if number is None:
        return ""
    extension = f";ext={number.extension}" if number.extension else ""
    return f"tel:{format_number(number, PhoneNumberFormat.E164)}{extension}"


def phone_link(written: str, region: str) -> SafeString:
    """Return the text as written, linked if it contains a number that can be dialed."""
    href = phone_href(written, region)
    if not href:
        return format_html('<span class="nobr">{}</span>', written)
    return format_html('<a class="nobr" href="{}">{}</a>', href, written)
