"""Looking for a person without the name standing in an address: the query travels encrypted."""

from base64 import urlsafe_b64encode

from cryptography.fernet import Fernet, InvalidToken
from django.db.models import Q
from django.utils.crypto import salted_hmac

from inquiries.models import SearchTerm
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.models.search_term import hashed, looked_for

OLDEST_SECONDS = 12 * 3600
LONGEST_QUERY = 120


def cipher() -> Fernet:
    return Fernet(urlsafe_b64encode(salted_hmac("inquiries.search", "", algorithm="sha256").digest()))


def seal(query: str) -> str:
    """The query as an address may show it."""
    return cipher().encrypt(query.strip()[:LONGEST_QUERY].encode()).decode()


def unseal(token: str) -> str:
    """The query; empty when the token is forged or old."""
    try:
        return cipher().decrypt(token.encode(), ttl=OLDEST_SECONDS).decode()
    except (InvalidToken, UnicodeDecodeError):
        return ""


def search(inquiries: InquiryQuerySet, query: str) -> InquiryQuerySet:
    """Those whose name, email, phone or reference hold every word of the query."""
    words = looked_for(query)
    if not words:
        return inquiries.none()
    matching = SearchTerm.objects.filter(kind=SearchTerm.Kind.WORD)
    found = Q()
    for word in words:
        found &= Q(pk__in=matching.filter(digest=hashed("word", word)).values("inquiry_id"))
    return inquiries.filter(found | Q(reference__istartswith=query.strip()))
