"""Finding what is encrypted: hashed words of name, email and phone, keyed so that they can't be read back."""

import re
import unicodedata
from base64 import urlsafe_b64encode
from typing import Any

from anyascii import anyascii
from django.db import models
from django.utils.crypto import salted_hmac

from inquiries.crypto.fields import UNREADABLE

SALT = "inquiries.terms"
SHORTEST, LONGEST = 3, 10  # letters of a word's beginning that can be looked for
PHONE_SHORTEST, PHONE_LONGEST = 4, 9  # last digits; more would hold the country's code, written or not


def hashed(kind: str, text: str) -> str:
    """16 bytes of a keyed hash, as text."""
    return urlsafe_b64encode(salted_hmac(SALT, f"{kind}:{text}", algorithm="sha256").digest()[:16]).decode().rstrip("=")


def key_mark() -> str:
    """Names the key in use, so that terms made with another one are seen and made anew."""
    return hashed("key", "")[:8]


def plain(text: str) -> str:
    """Lower case, in the letters of any keyboard: Guðrún and gudrun are the same."""
    return anyascii(text).casefold().strip()


def digits_of(phone: str) -> str:
    return "".join(str(unicodedata.digit(c)) for c in phone if c.isdigit())


def beginnings(word: str) -> set[str]:
    """The word's beginnings that can be looked for; a short word is its own."""
    return {word[:size] for size in range(SHORTEST, min(len(word), LONGEST) + 1)} or {word}


def person_keys(email: str, phone: str) -> set[str]:
    """What tells that two inquiries are by the same person."""
    keys = {f"email:{plain(email)}"} if email.strip() else set()
    digits = digits_of(phone)
    return keys | ({f"phone:{digits[-PHONE_LONGEST:]}"} if len(digits) >= 6 else set())


def searchable(inquiry: Any, senders: set[str]) -> set[str]:
    """All that a search may be for."""
    found = {plain(address) for address in {inquiry.email, *senders}} - {""}
    for word in re.findall(r"\w+", plain(f"{inquiry.name} {inquiry.email}")):
        found |= beginnings(word)
    digits = digits_of(inquiry.phone)
    return found | {digits[-size:] for size in range(PHONE_SHORTEST, PHONE_LONGEST + 1) if len(digits) >= size}


def looked_for(query: str) -> list[str]:
    """The terms of a search; an inquiry found holds all of them."""
    query = plain(query)
    digits = digits_of(query)
    if len(digits) >= PHONE_SHORTEST and not re.search(r"[^\W\d]|@", query):
        return [digits[-PHONE_LONGEST:]]
    if re.fullmatch(r"\S+@\S+\.\S+", query):
        return [query]
    return [word[:LONGEST] for word in re.findall(r"\w+", query)]


class SearchTerm(models.Model):
    """One hashed term of an inquiry."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        WORD = "word"
        PERSON = "person"
        ABOUT = "about"

    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.CASCADE, related_name="terms")
    kind = models.CharField(max_length=6, choices=Kind.choices)
    digest = models.CharField(max_length=22)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "digest"])]

    def __str__(self) -> str:
        return f"{self.kind} of inquiry {self.inquiry_id}"

    @classmethod
    def write(cls, inquiry: Any) -> None:
        """Replace the inquiry's terms by what it and its conversation say now."""
        senders = {message.sender for message in inquiry.messages.only("sender").exclude(sender="")} - {UNREADABLE}
        others = set().union(*(person_keys(address, "") for address in senders))
        terms = {
            cls.Kind.WORD: searchable(inquiry, senders),
            cls.Kind.PERSON: person_keys(inquiry.email, inquiry.phone) | others,
            cls.Kind.ABOUT: {plain(title) for title in inquiry.about_titles},
        }
        cls.objects.filter(inquiry=inquiry).delete()
        SearchTerm.objects.bulk_create(
            SearchTerm(inquiry=inquiry, kind=kind, digest=hashed(kind, text))
            for kind, texts in terms.items()
            for text in sorted(texts)
        )
