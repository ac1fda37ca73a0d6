"""Compression of responses that aren't cached."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware

from config.http.page_cache import HAS_PAGE_CACHE, is_cacheable


class CompressionMiddleware(GZipMiddleware):
    """Django's gzip, except for what is compressed elsewhere: files, and pages in the page cache.

    Its random padding matters behind the login: those pages have secrets (a token, a person's name) next to text from
    the request (a search), whose compressed length could reveal them (BREACH).
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if response.streaming or (HAS_PAGE_CACHE in request.META and is_cacheable(request.META, response)):
            return response
        return super().process_response(request, response)
