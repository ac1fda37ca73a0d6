"""The form's signed token: protects a post without a cookie, and tells where and when the form was shown."""

import json
import re
import secrets
import time
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any
from urllib.parse import SplitResult, parse_qs, urlsplit

from django.conf import settings
from django.core import signing
from django.http import HttpRequest

SALT = "inquiries.form"
FASTEST_SECONDS = 3
OLD_SECONDS = 24 * 3600  # from here on suspect, since the form may have been harvested
OLDEST_SECONDS = 30 * 24 * 3600  # from here on shown again for a fresh token
CAMPAIGN_KEYS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")
LONGEST_CAMPAIGN, LONGEST_HOST, LONGEST_PATH = 80, 120, 200
ENCODE = json.JSONEncoder(separators=(",", ":")).encode
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class FormToken:
    """What the token says, and how old it is in seconds."""

    key: str
    source_page_id: int | None = None
    landing_path: str = ""
    referrer_host: str = ""
    campaign: dict[str, str] = field(default_factory=dict)
    age: float = 0.0


def clean(text: str, longest: int) -> str:
    """What a stranger may have put into an address: short, and without signs that no database takes."""
    return CONTROL.sub("", text).strip()[:longest]


def split(address: str) -> SplitResult:
    """The parts of an address that a stranger gave; empty ones when it is none."""
    try:
        return urlsplit(address)
    except ValueError:
        return urlsplit("")


def campaign_in(query: str) -> dict[str, str]:
    """The campaign that an address names by its utm_… keys."""
    try:
        given = parse_qs(query, max_num_fields=40) if query else {}
    except ValueError:
        return {}
    found = {key: clean(given[key][0], LONGEST_CAMPAIGN) for key in CAMPAIGN_KEYS if given.get(key)}
    return {key: value for key, value in found.items() if value}


def arrival(request: HttpRequest) -> dict[str, Any]:
    """How the visitor came, as the browser itself tells: no cookie, nothing stored on the device.

    Another site's page is known by its host only, since its path could tell about health. A visitor who came
    from one of our own pages has that page as the first.
    """
    referrer = split(request.headers.get("Referer", ""))
    path, query, came_from = request.path, request.META.get("QUERY_STRING", ""), referrer.hostname or ""
    if referrer.netloc == request.get_host():
        # The finder's addresses tell where somebody aches: kept is only that they came from the map.
        path, came_from = referrer.path.partition("/at/")[0], ""
        query = query if campaign_in(query) else referrer.query
    found = {
        "l": clean(path, LONGEST_PATH),
        "r": clean(came_from, LONGEST_HOST),
        "c": campaign_in(query),
    }
    return {key: value for key, value in found.items() if value}


@cache
def signer(_secret: str) -> signing.TimestampSigner:
    return signing.TimestampSigner(salt=SALT)


def sign(data: dict[str, Any]) -> str:
    """What `signing.dumps` gives, with its encoder and signer kept: this is most of what a kept page costs."""
    return signer(settings.SECRET_KEY).sign(signing.b64_encode(ENCODE(data).encode("latin-1")).decode())


def make_token(request: HttpRequest | None, source_page_id: int | None) -> str:
    """A fresh token for a form shown on a page."""
    data: dict[str, Any] = {"k": secrets.token_urlsafe(12), "p": source_page_id}
    return sign(data | arrival(request) if request is not None else data)


def renew_token(token: FormToken) -> str:
    """The token of a form shown again: still that visitor's, and as old as when it was first shown."""
    data = {
        "k": token.key,
        "p": token.source_page_id,
        "l": token.landing_path,
        "r": token.referrer_host,
        "c": token.campaign,
        "t": int(time.time() - token.age),
    }
    return sign(data)


def replace_token(token: str, source_page_id: int | None) -> str:
    """A token in place of one that can't be used: another one that tells the same, as far as it was ours at all.

    It is made a little older than it is, since the form is filled in already: a quick click is nobody's fault.
    """
    told = told_by(token) or FormToken(key="", source_page_id=source_page_id)
    return renew_token(replace(told, key=secrets.token_urlsafe(12), age=FASTEST_SECONDS))


def read_token(token: str) -> FormToken | None:
    """What a token says; None when it is missing, forged or too old."""
    told = told_by(token)
    return told if told and told.age <= OLDEST_SECONDS else None


def told_by(token: str) -> FormToken | None:
    """What a token of ours says, however old it is."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        data = signer.unsign_object(token)
        stamp = signing.b62_decode(token.rsplit(":", 2)[1])
    except (signing.BadSignature, ValueError):
        return None
    age = time.time() - data.get("t", stamp)
    return FormToken(
        key=str(data["k"]),
        source_page_id=data.get("p"),
        landing_path=data.get("l", ""),
        referrer_host=data.get("r", ""),
        campaign=data.get("c", {}),
        age=age,
    )


def with_campaign(token: FormToken, request: HttpRequest) -> FormToken:
    """A page that came from a cache may have been made without the campaign that its address names."""
    referrer = split(request.headers.get("Referer", ""))
    if not token.campaign and referrer.netloc == request.get_host():
        return replace(token, campaign=campaign_in(referrer.query))
    return token


def same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the post comes from this site, or says nothing at all."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from and fetched_from not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    return origin is None or split(origin).netloc == request.get_host()
