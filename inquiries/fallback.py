"""When even the database can't be asked: the visitor keeps what they typed and gets the phone number."""

import logging
import traceback
from contextlib import suppress
from typing import Any

from django.core.cache import caches
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_server_error

from content.version import per_version
from inquiries.tokens import clean

logger = logging.getLogger("pinpoint.inquiries")

KEY = "clinic-contact"
PATH = "/inquiries/send/"
NOT_TYPED = {"token", "website", "altcha", "csrfmiddlewaretoken"}
_contact: dict[str, str] = {}


def remember_contact(name: str, phone: str) -> None:
    """Keep name and phone outside the database, for when they are needed most."""

    def keep() -> bool:
        _contact.update(name=name, phone=phone)
        with suppress(Exception):  # a full disk: this process still knows
            caches["shared"].set(KEY, dict(_contact), None)
        return True

    per_version("contact-kept", keep)


def contact() -> dict[str, str]:
    with suppress(Exception):
        return _contact or caches["shared"].get(KEY) or {}
    return {}


def typed(request: HttpRequest) -> list[tuple[str, str]]:
    """What was typed, as (field, text); nothing when the post itself could not be read."""
    with suppress(Exception):
        return [(key, text) for key, texts in request.POST.lists() if key not in NOT_TYPED for text in texts]
    return []


def log_trouble(what: str, error: BaseException) -> None:
    """Kind and place of an error. Never its message: a database may quote what somebody wrote."""
    frame = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{frame[0].filename}:{frame[0].lineno}" if frame else "?"
    logger.error("%s: %s at %s", what, type(error).__name__, place)


def not_stored(request: HttpRequest, status: int = 503) -> HttpResponse:
    """A page made without database, session or site: all that was typed, a button to send it again, the phone."""
    token: Any = ""
    with suppress(Exception):
        token = clean(request.POST.get("token", ""), 4000)
    known = contact()
    phone = known.get("phone", "")
    text = render_to_string(
        "inquiries/not_stored.html",
        {
            "clinic_name": known.get("name", ""),
            "phone": phone,
            "phone_href": "tel:" + "".join(c for c in phone if c.isdigit() or c == "+"),
            "typed": typed(request),
            "token": token,
            "action": PATH,
        },
    )
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "private, no-store"
    if status == 503:
        response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """The site's handler for errors that no view caught, such as a database that is away before any view is asked."""
    if request.method == "POST" and request.path == PATH:
        return not_stored(request)
    return plain_server_error(request)
