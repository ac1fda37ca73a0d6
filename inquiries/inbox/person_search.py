"""Search for inquiries by sender. Fields are decrypted to be searched; the query is encrypted in the URL."""

import re
from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.utils.crypto import salted_hmac

from content.site_context.context import current_market
from content.text.phone import KEY_DIGITS, digits, number_keys
from inquiries.crypto.blind_index import fold_to_ascii
from inquiries.crypto.fields import UNREADABLE
from inquiries.intake.wording import without_accents
from inquiries.models import Message
from inquiries.models.inquiry import InquiryQuerySet

MAX_AGE_SECONDS = 12 * 3600
MAX_QUERY_LENGTH = 120
MOST_READ, MOST_FOUND, CHUNK = 20_000, 500, 500  # inquiries
FEWEST_OF_REFERENCE = FEWEST_OF_PHONE = 4  # the fewest characters or digits to match part of one


def query_cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac("inquiries.search", "", algorithm="sha256").digest()))


def encrypt_query(query: str) -> str:
    return query_cipher().encrypt(query.strip()[:MAX_QUERY_LENGTH].encode()).decode()


def decrypt_query(token: str) -> str:
    """Decrypt the query; empty if the token is forged or expired."""
    try:
        return query_cipher().decrypt(token.encode(), ttl=MAX_AGE_SECONDS).decode()
    except (InvalidToken, UnicodeDecodeError):
        return ""


def search_inquiries(inquiries: InquiryQuerySet, query: str) -> InquiryQuerySet:
    """Filter by a query: every word in the name or email addresses, or part of the phone number or reference.

    Searches the newest `MOST_READ` inquiries and returns the newest `MOST_FOUND` matches.
    """
    words = [without_accents(word) for word in re.split(r"[\s,;]+", query) if word]
    if not words:
        return inquiries.none()
    numbers = number_keys(query, current_market().phone_region)
    if not re.search(r"[^\W\d_]|@", query) and len(digits(query)) >= FEWEST_OF_PHONE:
        numbers.add(digits(query)[-KEY_DIGITS:])
    code = re.sub(r"[\W_]", "", query).upper()
    others: dict[int, list[str]] = {}
    for key, sender in Message.objects.exclude(sender="").values_list("inquiry_id", "sender"):
        others.setdefault(key, []).append(sender)
    found: set[int] = set()
    columns = ("pk", "merged_into", "reference", "name", "email", "phone")
    rows = inquiries.with_merged().order_by("-created_at").values_list(*columns)[:MOST_READ]
    for key, into, reference, *texts in rows.iterator(CHUNK):
        name, email, phone = ("" if text == UNREADABLE else text for text in texts)
        text = " ".join([name, email, *others.get(key, ())])
        written, folded, dialed = without_accents(text), in_latin(text), digits(phone)
        if (
            all(word in written or (has_case(word) and in_latin(word) in folded) for word in words)
            or any(number in dialed for number in numbers)
            or (len(code) >= FEWEST_OF_REFERENCE and reference.replace("-", "").startswith(code))
        ):
            found.add(into or key)
            if len(found) == MOST_FOUND:
                break
    return inquiries.filter(pk__in=found)


def in_latin(text: str) -> str:
    """Transliterate to lowercase Latin letters, without apostrophes such as those of O’Brien or of transliteration."""
    return fold_to_ascii(text).replace("'", "")


def has_case(word: str) -> bool:
    """Return whether the word's script has capital letters, such as Latin or Greek, whose letters are single sounds.

    Only such words are also searched for in transliteration: 李, transliterated as “li”, would match every Alice.
    """
    return word.upper() != word or word.isascii()
