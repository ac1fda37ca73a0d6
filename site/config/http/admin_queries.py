"""Responds 400 to a handmade admin request that one of Wagtail's own views fails at: an odd number, a missing field.

A view that fails at a request from one of our pages is still an error, with its alarm, and so is a fault of our code.
"""

from traceback import walk_tb
from urllib.parse import urlsplit

from django.core.exceptions import BadRequest
from django.core.paginator import InvalidPage
from django.db import DataError, IntegrityError
from django.http import Http404, HttpRequest
from django.urls import NoReverseMatch
from django.utils.datastructures import MultiValueDictKeyError
from django.utils.deprecation import MiddlewareMixin

OURS = {"config", "content", "inquiries", "search"}
# What unexpected input raises, as opposed to a database or a disk that is away.
INPUT_ERRORS = (
    ArithmeticError,
    AttributeError,
    LookupError,
    TypeError,
    ValueError,
    DataError,
    IntegrityError,
    NoReverseMatch,
)


def is_handmade(request: HttpRequest) -> bool:
    """Return whether no page of ours led here: browsers name it, as our Referrer-Policy lets them."""
    return urlsplit(request.headers.get("Referer", "")).netloc != request.get_host()


def is_in_wagtail(exception: Exception) -> bool:
    """Return whether it was code of Wagtail's, rather than ours, that failed or called what failed."""
    modules = [frame.f_globals.get("__name__", "") for frame, _ in walk_tb(exception.__traceback__)]
    rooms = [name.partition(".")[0] for name in modules]
    return [room for room in rooms if room in OURS | {"wagtail"}][-1:] == ["wagtail"]


class AdminQueryMiddleware(MiddlewareMixin):
    """Tell a request that nobody's page makes from an error in the view."""

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Replace a view's exception with a 400 or 404 if the request is to blame."""
        if not request.path.startswith("/admin/"):
            return
        if isinstance(exception, InvalidPage):
            raise Http404("There is no such page of the list.") from exception
        if isinstance(exception, MultiValueDictKeyError):
            raise BadRequest("A field is missing from the request.") from exception
        if isinstance(exception, INPUT_ERRORS) and is_handmade(request) and is_in_wagtail(exception):
            raise BadRequest("The view can't do anything with this request.") from exception
