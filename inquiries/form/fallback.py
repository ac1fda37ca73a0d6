"""Fallback pages for when the database is down: visitors keep what they typed and see the phone number."""

import sys
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

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
from inquiries.models.inquiry import Inquiry

KEY = "fallback"
PATH = "/inquiries/send/"


@dataclass(frozen=True)
class Asked:
    """A question in the form: its label, whether the answer can be long, and its choices, if any."""

    label: str
    is_long: bool = False
    choices: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Typed:
    """An answer: `texts` as sent, and `shown` as labels. With nothing to show, it is passed along in a hidden field."""

    name: str
    texts: list[str]
    asked: Asked | None

    @property
    def shown(self) -> list[str]:
        return [self.asked.choices[text] for text in self.texts if text in self.asked.choices] if self.asked else []


ANSWER = Asked("Your answer", is_long=True)  # to an extra question that isn't cached
# Until a form has been rendered. Choices from the site's content are keys, which mean nothing without their titles.
CONTENT_CHOICES = {"about", "regions", "practitioner", "session"}
DEFAULT_QUESTIONS = {
    name: Asked(words.label, name == "message") for name, words in WORDS.items() if name not in CONTENT_CHOICES
} | {"contact_by": Asked(WORDS["contact_by"].label, choices={str(k): str(v) for k, v in Inquiry.ContactBy.choices})}


def cache_fallback(site_context: SiteContext, outline: Callable[[], dict[str, Asked]]) -> None:
    """Cache the clinic's phone number and the form's questions in a file, for when the database is down."""

    def store() -> bool:
        call = {
            "clinic_name": site_context.clinic.name,
            "phone": site_context.clinic.phone,
            "phone_href": site_context.phone_href,
            "emergency_number": site_context.emergency_number,
        }
        with suppress(OSError):  # the disk is full
            caches["files"].set(KEY, {"call": call, "asked": outline()}, None)
        return True

    per_version(KEY, store)


def cached_fallback() -> dict[str, Any]:
    with suppress(Exception):
        return caches["files"].get(KEY) or {}
    return {}


def how_to_call() -> dict[str, str]:
    return dict(cached_fallback().get("call", {}))


def typed(request: HttpRequest, questions: dict[str, Asked]) -> list[Typed]:
    """Return what was typed, with the form's labels; empty if the POST is unreadable or came from another site."""
    with suppress(Exception):
        return [
            Typed(key, list(texts), questions.get(key) or (ANSWER if key.startswith("question_") else None))
            for key, texts in request.POST.lists()
            if key not in {*NOT_ASKED, "csrfmiddlewaretoken"} and not is_from_another_site(request)
        ]
    return []


def not_stored(request: HttpRequest, status: int = 503, *, styled: bool = True) -> HttpResponse:
    """Render, without the database, everything that was typed, a button to send it again, and the phone number.

    `styled`: link the site's stylesheets, which only a running site can serve.
    """
    hidden: dict[str, str] = {}
    with suppress(Exception):
        if not is_from_another_site(request):
            hidden = {"token": sanitize(request.POST.get("token", ""), 4000)} | attribution_of(request).hidden_fields
    questions = DEFAULT_QUESTIONS | cached_fallback().get("asked", {})
    text = render_to_string(
        "inquiries/not_stored.html",
        {
            **how_to_call(),
            "typed": typed(request, questions),
            "hidden": hidden,
            "action": PATH,
            "styled": styled,
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
