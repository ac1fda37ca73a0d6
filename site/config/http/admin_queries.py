"""Responds 400 to admin URLs with malformed numbers, or numbers too large for the database.

Some of Wagtail's views don't validate such numbers and fail. Only handwritten URLs are affected: a view that fails
at a URL from the admin is still an error, with its alarm.
"""

import re

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage
from django.http import Http404, HttpRequest
from django.utils.deprecation import MiddlewareMixin

NUMBERS = {"id", "offset", "p", "parent_page_id", "target_pages[]"}
NUMBER = re.compile(r"\d{1,18}", re.ASCII)  # always fits into 64 bits
TOO_LARGE = re.compile(r"\d{19}", re.ASCII)


def is_malformed(name: str, value: str) -> bool:
    """Return whether a parameter's value should be a number but isn't, or is too large."""
    return (name in NUMBERS and not NUMBER.fullmatch(value)) or TOO_LARGE.search(value) is not None


class AdminQueryMiddleware(MiddlewareMixin):
    """Tell a malformed URL from an error in the view."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Replace a view's exception with a 400 or 404 if the URL is malformed."""
        if request.method not in ("GET", "HEAD") or not request.path.startswith("/admin/"):
            return
        if isinstance(exception, InvalidPage):
            raise Http404("There is no such page of the list.") from exception
        if any(is_malformed(name, value) for name, values in request.GET.lists() for value in values):
            raise BadRequest("A number in the address is malformed.") from exception
