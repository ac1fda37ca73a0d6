"""Compressing the answers that Django makes anew for each request."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from config.http.page_cache import KEEPS, may_be_shared


class CompressionMiddleware(GZipMiddleware):
    """Django's gzip, but for what is compressed elsewhere: files, and pages that the page cache keeps.

    Its random padding matters behind the login: those pages put secrets (a token, a person's name) beside words that
    come with the request (a search), and the length could tell the one by the other (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or (KEEPS in request.META and may_be_shared(request.META, response)):
            return response
        return super().process_response(request, response)
