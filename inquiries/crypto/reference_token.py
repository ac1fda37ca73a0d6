"""An inquiry's reference in the URL of the thank-you page, encrypted deterministically."""

from base64 import urlsafe_b64decode, urlsafe_b64encode

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESSIV
from django.utils.crypto import salted_hmac


def reference_cipher() -> AESSIV:
    return AESSIV(salted_hmac("inquiries.thanks", "", algorithm="sha512").digest())


def encrypt_reference(reference: str) -> str:
    return urlsafe_b64encode(reference_cipher().encrypt(reference.encode(), None)).decode().rstrip("=")


def decrypt_reference(token: str) -> str:
    """Return the reference; empty if the token isn't one of ours."""
    try:
        return reference_cipher().decrypt(urlsafe_b64decode(token + "=" * (-len(token) % 4)), None).decode()
    except (InvalidTag, ValueError):
        return ""
