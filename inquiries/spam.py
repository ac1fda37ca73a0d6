"""Signs that a post was not written by a person asking for a session. A suspect is stored, never dropped."""

import hashlib
import hmac
import re
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from inquiries.models import Inquiry
from inquiries.tokens import FASTEST_SECONDS, FormToken

LINK = re.compile(r"https?://|www\.|\[url|<a\s", re.I)
JUNK = re.compile(r"\b(seo services|backlinks?|crypto|casino|viagra|guest post|web design services)\b", re.I)
MOST_LINKS = 2
PER_SENDER_AN_HOUR = 6
ALL_IN_TEN_MINUTES = 120


def client_address(request: HttpRequest) -> str:
    """The visitor's address; X-Forwarded-For counts only when a trusted proxy says it."""
    address = str(request.META.get("REMOTE_ADDR", ""))
    if address in settings.TRUSTED_PROXIES:
        forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
        for candidate in reversed(forwarded):
            if candidate not in settings.TRUSTED_PROXIES:
                return candidate
    return address


def sender_hash(request: HttpRequest) -> str:
    """A hash of the address that can't be turned back and is another one every day."""
    text = f"{timezone.now():%Y-%m-%d}:{client_address(request)}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()


def suspicions(token: FormToken, trap: str, text: str, sender: str) -> list[str]:
    """Reasons, in words for staff, to look twice; empty for nearly everybody."""
    reasons = []
    if trap:
        reasons.append("A field that people can’t see was filled in.")
    if token.age < FASTEST_SECONDS:
        reasons.append(f"Sent within {FASTEST_SECONDS} seconds.")
    if len(LINK.findall(text)) > MOST_LINKS:
        reasons.append("Many links.")
    if JUNK.search(text):
        reasons.append("Words that advertising uses.")
    now = timezone.now()
    recent = Inquiry.objects.filter(created_at__gte=now - timedelta(hours=1))
    if recent.filter(sender_hash=sender).count() >= PER_SENDER_AN_HOUR:
        reasons.append("Many inquiries from the same address within an hour.")
    if recent.filter(created_at__gte=now - timedelta(minutes=10)).count() >= ALL_IN_TEN_MINUTES:
        reasons.append("Very many inquiries at once.")
    return reasons
