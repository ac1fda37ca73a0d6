"""Pages that were being made when the database restarted are made again."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from content.caching.broken_connection import drop_if_broken


class ReconnectMiddleware:
    """Answers a GET that failed with its connection to the database once more, on a new one."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if response.status_code >= 500 and request.method in ("GET", "HEAD") and drop_if_broken():
            response.close()
            return self.get_response(request)
        return response
