"""Searching for a person without their name in the address: the query is encrypted there."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.db.models import Q
from django.utils.crypto import salted_hmac

from inquiries.models import SearchTerm
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.models.search_term import hashed, looked_for

MAX_AGE_SECONDS = 12 * 3600
MAX_QUERY_LENGTH = 120


def cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac("inquiries.search", "", algorithm="sha256").digest()))


def encrypt_query(query: str) -> str:
    """The query, encrypted for use in an address."""
    return cipher().encrypt(query.strip()[:MAX_QUERY_LENGTH].encode()).decode()


def decrypt_query(token: str) -> str:
    """The query again; empty if the token is forged or old."""
    try:
        return cipher().decrypt(token.encode(), ttl=MAX_AGE_SECONDS).decode()
    except (InvalidToken, UnicodeDecodeError):
        return ""


def search(inquiries: InquiryQuerySet, query: str) -> InquiryQuerySet:
    """Those with every word of the query in name, email, phone or reference."""
    words = looked_for(query)
    if not words:
        return inquiries.none()
    matching = SearchTerm.objects.filter(kind=SearchTerm.Kind.WORD)
    found = Q()
    for word in words:
        found &= Q(pk__in=matching.filter(digest=hashed("word", word)).values("inquiry_id"))
    return inquiries.filter(found | Q(reference__istartswith=query.strip()))
