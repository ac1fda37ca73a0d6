"""Fallback pages for when the database is down: visitors keep what they typed and see the phone number."""

import sys
from contextlib import suppress
from typing import NamedTuple

from django.core.cache import caches
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.views.defaults import server_error as plain_server_error

from content.caching.version import per_version
from content.site_context.context import SiteContext
from inquiries.form.attribution import attribution_of, sanitize
from inquiries.form.tokens import is_from_another_site
from inquiries.models.form_fields import NOT_ASKED, WORDS

KEY = "how-to-call"
PATH = "/inquiries/send/"


class Typed(NamedTuple):
    """An answer with its label; what was chosen has none, and is passed along in a hidden field."""

    name: str
    text: str
    label: str
    is_long: bool


CHOSEN = {"contact_by", "about", "regions", "practitioner", "session"}


def cache_fallback(site_context: SiteContext) -> None:
    """Cache the clinic's name and phone number in a file, for when the database is down."""

    def store() -> bool:
        call = {
            "clinic_name": site_context.clinic.name,
            "phone": site_context.clinic.phone,
            "phone_href": site_context.phone_href,
            "emergency_number": site_context.market.emergency_number,
        }
        with suppress(OSError):  # the disk is full
            caches["files"].set(KEY, call, None)
        return True

    per_version(KEY, store)


def how_to_call() -> dict[str, str]:
    with suppress(Exception):
        return caches["files"].get(KEY) or {}
    return {}


def default_label(name: str) -> str:
    if name.startswith("question_"):
        return "Your answer"
    return WORDS[name].label if name in WORDS and name not in CHOSEN else ""


def typed(request: HttpRequest) -> list[Typed]:
    """Return what was typed and chosen; empty if the POST is unreadable or came from another site."""
    with suppress(Exception):
        return [
            Typed(name, text, default_label(name), name == "message" or name.startswith("question_"))
            for name, texts in request.POST.lists()
            if name not in {*NOT_ASKED, "csrfmiddlewaretoken"} and not is_from_another_site(request)
            for text in texts
        ]
    return []


def not_stored(request: HttpRequest, status: int = 503) -> HttpResponse:
    """Render, without the database, everything that was typed, a button to send it again, and the phone number."""
    hidden: dict[str, str] = {}
    with suppress(Exception):
        if not is_from_another_site(request):
            hidden = {"token": sanitize(request.POST.get("token", ""), 4000)} | attribution_of(request).hidden_fields
    text = render_to_string(
        "inquiries/not_stored.html",
        {
            **how_to_call(),
            "typed": typed(request),
            "hidden": hidden,
            "action": PATH,
        },
    )
    return never_cached(text, status)


def never_cached(text: str, status: int) -> HttpResponse:
    """Return a response that is never cached; a 503 has a Retry-After header."""
    response = HttpResponse(text, status=status)
    response["Cache-Control"] = "private, no-store"
    if status == 503:
        response["Retry-After"] = "60"
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """Handle errors that no view caught, such as a database that is down before any view runs.

    While the database is down, respond 503 instead of 500: search engines then keep the page and retry later.
    """
    if request.method == "POST" and request.path == PATH:
        return not_stored(request)
    is_away = isinstance(sys.exception(), OperationalError | InterfaceError)
    with suppress(Exception):
        return never_cached(render_to_string("500.html", how_to_call()), 503 if is_away else 500)
    return plain_server_error(request)
