"""A blind index: keyed hashes for finding encrypted texts, which can't be reversed."""

from base64 import urlsafe_b64encode

from anyascii import anyascii
from django.utils.crypto import salted_hmac

from content.text.phone import number_keys
from content.text.typed import NO_MARKS

SALT = "inquiries.terms"
VERSION = "3"  # changing it makes the worker rehash everything


def hashed(kind: str, text: str) -> str:
    """Return the first 16 bytes of a keyed hash, base64url-encoded."""
    return urlsafe_b64encode(salted_hmac(SALT, f"{kind}:{text}", algorithm="sha256").digest()[:16]).decode().rstrip("=")


def key_fingerprint() -> str:
    """Return a fingerprint of the key and version in use, so that hashes made with others are found and rebuilt."""
    return hashed("key", VERSION)[:8]


def fold_to_ascii(text: str) -> str:
    """Return the text in lowercase ASCII, so that Guðrún and gudrun are the same."""
    return anyascii(text.translate(NO_MARKS)).casefold().strip()


def person_keys(email: str, phone: str, region: str) -> set[str]:
    """Return the keys that identify a person across inquiries: the email address and each phone number."""
    keys = {f"email:{fold_to_ascii(email)}"} if email.strip() else set()
    return keys | {f"phone:{number}" for number in number_keys(phone, region)}
