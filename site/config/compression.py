"""Compressing the answers that Django makes anew for each request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import patch_vary_headers

from config.encodings import BROTLI, best_encoding, compress
from config.page_cache import KEEP, may_be_kept

SHORTEST = 500  # bytes; less gains nothing
KINDS = ("text/", "application/json", "application/javascript", "application/xml", "application/rss+xml",
         "application/atom+xml", "application/manifest+json", "image/svg+xml")  # fmt: skip


class CompressionMiddleware:
    """Brotli for visitors; for whoever is logged in gzip with random padding.

    Those pages put secrets (a token, a person's name) beside words that come with the request (a search), and the
    length of a compressed page could tell the one by the other (BREACH). Django's gzip hides the length.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response
        self.padded = GZipMiddleware(get_response)

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        response = self.get_response(request)
        if KEEP in request.META and may_be_kept(response):
            request.META[KEEP] = True  # config/page_cache.py compresses it once for all
            return response
        if not isinstance(response, HttpResponse) or response.has_header("Content-Encoding") or not is_text(response):
            return response
        is_private = settings.SESSION_COOKIE_NAME in request.COOKIES or bool(response.cookies)
        if is_private or best_encoding(request.headers.get("Accept-Encoding", "")) != BROTLI:
            return self.padded.process_response(request, response)
        patch_vary_headers(response, ("Accept-Encoding",))
        if len(response.content) < SHORTEST:
            return response
        response.content = compress(response.content, BROTLI)
        response.headers["Content-Encoding"] = BROTLI
        response.headers["Content-Length"] = str(len(response.content))
        if response.has_header("ETag") and not response["ETag"].startswith("W/"):
            response.headers["ETag"] = "W/" + response["ETag"]
        return response


def is_text(response: HttpResponseBase) -> bool:
    return response.get("Content-Type", "").startswith(KINDS)
