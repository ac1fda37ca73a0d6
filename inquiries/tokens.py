"""The form's signed token: protects a post without a cookie, and tells where and when the form was shown."""

import secrets
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from django.core import signing
from django.http import HttpRequest

SALT = "inquiries.form"
OLDEST_SECONDS = 24 * 3600
FASTEST_SECONDS = 3
CAMPAIGN_KEYS = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content")


@dataclass(frozen=True)
class FormToken:
    """What the token says, and how old it is in seconds."""

    key: str
    source_page_id: int | None = None
    referrer_host: str = ""
    campaign: dict[str, str] = field(default_factory=dict)
    age: float = 0.0


def make_token(request: HttpRequest | None, source_page_id: int | None) -> str:
    """A fresh token for a form shown on a page."""
    data: dict[str, Any] = {"k": secrets.token_urlsafe(12), "p": source_page_id}
    if request is not None:
        host = urlsplit(request.headers.get("Referer", "")).hostname or ""
        if host and host != request.get_host().rpartition(":")[0] and host != request.get_host():
            data["r"] = host[:120]
        campaign = {key: request.GET[key][:80] for key in CAMPAIGN_KEYS if request.GET.get(key)}
        if campaign:
            data["c"] = campaign
    return signing.dumps(data, salt=SALT, compress=True)


def read_token(token: str) -> FormToken | None:
    """What a token says; None when it is missing, forged or too old."""
    signer = signing.TimestampSigner(salt=SALT)
    try:
        data = signer.unsign_object(token, max_age=OLDEST_SECONDS)
        _, stamp, _ = token.rsplit(":", 2)
    except (signing.BadSignature, ValueError):
        return None
    import time

    age = time.time() - signing.b62_decode(stamp)
    return FormToken(
        key=str(data["k"]),
        source_page_id=data.get("p"),
        referrer_host=data.get("r", ""),
        campaign=data.get("c", {}),
        age=age,
    )


def same_origin(request: HttpRequest) -> bool:
    """Whether the browser says that the post comes from this site, or says nothing at all."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from and fetched_from not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin and origin != "null":
        return urlsplit(origin).netloc == request.get_host()
    return origin is None
