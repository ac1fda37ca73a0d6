"""The clinic's time zone, which is activated wherever the site works for the clinic.

It is activated here for each request, by the worker before each job and email, and by commands that use the time.
It is never deactivated, since streamed responses are written after the middleware is done.
"""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from content.site_context.clinic import the_clinic


def clinic_zone() -> tzinfo:
    """Return the time zone in the settings; the server's own without a database, or a zone of that name."""
    try:
        return ZoneInfo(the_clinic().time_zone)
    except (DatabaseError, KeyError, ValueError, OSError):
        return timezone.get_default_timezone()


def use_clinic_zone() -> None:
    """Activate the clinic's time zone in the current thread."""
    timezone.activate(clinic_zone())


class ClinicZoneMiddleware:
    """Activate the clinic's time zone for each request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        use_clinic_zone()
        return self.get_response(request)


def in_clinic_zone(_zone: Any) -> timezone.override:
    """Replace the time zone that Wagtail's admin uses, which is each user's own or the server's.

    Times that staff enter or see are always the clinic's. With per-user time zones, the same appointment would be at
    nine on one screen and at three on another, and no one could tell which the visitor was told.
    """
    return timezone.override(clinic_zone())
