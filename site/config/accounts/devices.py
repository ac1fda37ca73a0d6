"""Known devices: a signed cookie says that an account has signed in on this device before.

A device's attempts are counted separately, so guesses from elsewhere can't lock it out. See OWASP's "Slow Down
Online Guessing Attacks with Device Cookies". The server stores nothing.
"""

import secrets
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse

from config.accounts.throttle import keyed_digest, normalized

SALT = "accounts.device"
KNOWN_FOR = timedelta(days=180)
MOST_ACCOUNTS = 8  # for colleagues who share a computer


def cookie_name() -> str:
    return "__Secure-device" if settings.SESSION_COOKIE_SECURE else "device"


def account_mark(account: str) -> str:
    return keyed_digest("device", normalized(account))[:16]


def read_cookie(request: HttpRequest) -> tuple[str, list[str]]:
    """Return the device's name and its account marks; empty unless we signed the cookie."""
    try:
        device, accounts = signing.loads(request.COOKIES.get(cookie_name(), ""), salt=SALT, max_age=KNOWN_FOR)
    except (signing.BadSignature, ValueError, TypeError):
        return "", []
    return device, accounts


def known_device(request: HttpRequest, account: str) -> str:
    device, accounts = read_cookie(request)
    return device if account_mark(account) in accounts else ""


def remember_device(request: HttpRequest, response: HttpResponseBase, user: Any) -> None:
    """Mark the device as known for the account. The cookie is only sent to the admin's URLs."""
    device, accounts = read_cookie(request)
    own = account_mark(user.get_username())
    accounts = [own, *(other for other in accounts if other != own)][:MOST_ACCOUNTS]
    response.set_cookie(
        cookie_name(),
        signing.dumps([device or secrets.token_urlsafe(12), accounts], salt=SALT),
        max_age=KNOWN_FOR,
        path=reverse("wagtailadmin_home"),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
