"""The clinic's time zone, which Django's dates and times follow wherever the site works for it.

A request takes it up here, the worker before each job and each mail, and a command that reads the clock at its start.
It stays until the next one: answers that are streamed are written after the middleware is done.
"""

from collections.abc import Callable
from datetime import tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from django.db import DatabaseError
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from content.caching.version import per_version
from content.site_context.clinic import first_clinic


def clinic_zone() -> tzinfo:
    """The zone of the settings; the server's own while there are none, or no database."""
    try:
        return per_version("clinic-zone", read_zone)
    except DatabaseError:
        return timezone.get_default_timezone()


def read_zone() -> tzinfo:
    clinic = first_clinic()
    name = clinic.time_zone if clinic else ""
    try:
        return ZoneInfo(name) if name else timezone.get_default_timezone()
    except (KeyError, ValueError, OSError):  # a name that this machine's list of zones doesn't know
        return timezone.get_default_timezone()


def use_clinic_zone() -> None:
    """Have the current thread go by the clinic's clock."""
    timezone.activate(clinic_zone())


class ClinicZoneMiddleware:
    """Each request goes by the clinic's clock."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        use_clinic_zone()
        return self.get_response(request)


def in_clinic_zone(_zone: Any) -> timezone.override:
    """In place of what Wagtail's admin goes by: each user's own zone, or the server's.

    A time that staff enter or read is always the clinic's. With a zone for each user the same appointment would be at
    nine on one screen and at three on another, and nobody could say which the visitor was told.
    """
    return timezone.override(clinic_zone())
