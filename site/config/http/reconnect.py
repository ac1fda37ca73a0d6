"""Retries pages that were being rendered when the database restarted."""

from collections.abc import Callable

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from content.caching.broken_connection import has_broken, open_connection


class ReconnectMiddleware:
    """Retry a GET once, on a new connection, if it failed because its database connection broke."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if request.method not in ("GET", "HEAD"):
            return self.get_response(request)
        before = open_connection()
        response = self.get_response(request)
        if response.status_code >= 500 and has_broken(before):
            response.close()
            return self.get_response(request)
        return response
