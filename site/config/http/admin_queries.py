"""Addresses of the admin with numbers that are none, or larger than the database knows, are answered 400.

Some of Wagtail's views take such a number as it comes and fail. Nothing is hidden by that but for whoever wrote the
address by hand: a view that fails at an address as the admin makes it stays an error, with its alarm.
"""

import re

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest
from django.utils.deprecation import MiddlewareMixin

NUMBERS = {"id", "offset", "p", "parent_page_id", "target_pages[]"}
NUMBER = re.compile(r"\d{1,18}", re.ASCII)  # what fits into 64 bits
TOO_LARGE = re.compile(r"\d{19}", re.ASCII)


def is_malformed(name: str, value: str) -> bool:
    """Whether a parameter's value is no number where it should be one, or too large a number."""
    return (name in NUMBERS and not NUMBER.fullmatch(value)) or TOO_LARGE.search(value) is not None


class AdminQueryMiddleware(MiddlewareMixin):
    """Tells a malformed address from a fault of the view."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Django asks this when a view has failed."""
        if request.method not in ("GET", "HEAD") or not request.path.startswith("/admin/"):
            return
        if isinstance(exception, InvalidPage):
            raise Http404("There is no such page of the list.") from exception
        if any(is_malformed(name, value) for name, values in request.GET.lists() for value in values):
            raise BadRequest("A number in the address is malformed.") from exception
