"""The form's signed token: which page showed the form, and when. It is the same for every visitor."""

import time
from dataclasses import dataclass

from django.core.signing import BadSignature, Signer
from django.http import HttpRequest

from inquiries.form.attribution import parse_url

SALT = "inquiries.form-page"
OLD_SECONDS = 24 * 3600  # an older form is suspect: it may have been harvested
OLDEST_SECONDS = 30 * 24 * 3600  # an older form is rejected and shown again with a fresh token
# Minutes. Rounded down, so that a page's ETag stays the same for a while.
ROUNDED_TO = 15


@dataclass(frozen=True)
class FormToken:
    """The page that showed the form, and its minimum age in seconds."""

    source_page_id: int | None
    age: float

    @property
    def is_expired(self) -> bool:
        return self.age > OLDEST_SECONDS


def make_token(source_page_id: int | None) -> str:
    minute = int(time.time()) // 60
    return Signer(salt=SALT).sign_object({"page": source_page_id, "minute": minute - minute % ROUNDED_TO})


def read_token(token: str) -> FormToken | None:
    """Return the token's content; None if it is missing or forged."""
    try:
        data = Signer(salt=SALT).unsign_object(token)
    except BadSignature:
        return None
    return FormToken(data["page"], max(0.0, time.time() - 60 * (data["minute"] + ROUNDED_TO)))


def same_origin(request: HttpRequest) -> bool:
    """Return whether the headers say that the POST came from this site, or don't say."""
    fetched_from = request.headers.get("Sec-Fetch-Site")
    if fetched_from and fetched_from not in {"same-origin", "none"}:
        return False
    origin = request.headers.get("Origin")
    if origin == "null":  # a privacy setting hides the origin; Sec-Fetch-Site is still sent
        return fetched_from == "same-origin"
    return origin is None or parse_url(origin).netloc == request.get_host()


def is_from_another_site(request: HttpRequest) -> bool:
    """Return whether the headers name a different website; another host of the same site doesn't count."""
    fetched_from, origin = request.headers.get("Sec-Fetch-Site"), request.headers.get("Origin")
    if fetched_from in {"cross-site", "same-site"}:
        return fetched_from == "cross-site"
    return origin not in {None, "null"} and parse_url(origin or "").netloc != request.get_host()
