"""A blind index: keyed hashes by which encrypted texts are found, and which can't be read back."""

from base64 import urlsafe_b64encode

from anyascii import anyascii
from django.utils.crypto import salted_hmac

from content.text.phone import number_keys
from content.text.typed import NO_MARKS

SALT = "inquiries.terms"
VERSION = "3"  # a new one has the worker hash everything anew


def hashed(kind: str, text: str) -> str:
    """16 bytes of a keyed hash, as text."""
    return urlsafe_b64encode(salted_hmac(SALT, f"{kind}:{text}", algorithm="sha256").digest()[:16]).decode().rstrip("=")


def key_mark() -> str:
    """Names the key and version in use, so that hashes made with others are recognized and made anew."""
    return hashed("key", VERSION)[:8]


def fold_to_ascii(text: str) -> str:
    """Lower case, in the letters of any keyboard: Guðrún and gudrun are the same."""
    return anyascii(text.translate(NO_MARKS)).casefold().strip()


def person_keys(email: str, phone: str, region: str) -> set[str]:
    """What tells that two inquiries are by the same person: the email address, and each phone number."""
    keys = {f"email:{fold_to_ascii(email)}"} if email.strip() else set()
    return keys | {f"phone:{number}" for number in number_keys(phone, region)}
