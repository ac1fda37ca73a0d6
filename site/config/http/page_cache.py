"""Whole pages kept in this process, answered before Django begins.

What is the same for everybody is decided here alone: `may_be_shared` sets the header that other caches go by
(config/headers.py), and this cache keeps the same answers. A page is dropped with the content's version, and with
the minute, since the footer says whether the clinic is open.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http.response import HttpResponse, HttpResponseBase

from config.http.cached_page import KeptPage
from config.http.encodings import best_encoding
from content.caching.version import current_version
from content.counting.visits import COUNTED, count_again

# Browsers ask each time and mostly hear 304; a proxy of ours may answer for a second by itself.
SHARED = "public, max-age=0, s-maxage=1, must-revalidate"
KEEPS = "pinpoint.keeps"  # in the environ: the page cache stands in front, and compresses what it keeps
MOST_BYTES = 32 * 2**20  # of each process: some 300 pages
LONGEST_KEY = 300
KINDS = (
    "text/html",
    "text/plain",
    "image/svg+xml",
    "application/xml",
    "text/xml",
    "application/rss+xml",
    "application/atom+xml",
)
# How a visitor came (deploy/nginx.conf has the same list): no page looks at it, so it makes no other page.
TRACKING = re.compile(
    r"(?:(?:utm_\w+|gclid|gclsrc|gbraid|wbraid|gad_\w+|dclid|srsltid|fbclid|igshid|msclkid|ttclid|twclid|yclid|"
    r"li_fat_id|mc_cid|mc_eid)=[^&]*(?:&|$))+"
)

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def asks_for_shared(environ: dict[str, Any]) -> bool:
    """Whether nothing in the request could make the answer one for this visitor only."""
    query = environ.get("QUERY_STRING")
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and (not query or TRACKING.fullmatch(query) is not None)
        and f"{settings.SESSION_COOKIE_NAME}=" not in environ.get("HTTP_COOKIE", "")
        and "HTTP_AUTHORIZATION" not in environ
        and not settings.DEBUG
    )


def may_be_shared(environ: dict[str, Any], response: HttpResponseBase) -> bool:
    """Whether the answer is the same for everybody who asks for this address."""
    control = response.get("Cache-Control", "").lower()
    return (
        asks_for_shared(environ)
        and response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and response.get("Content-Type", "").startswith(KINDS)
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and not {"cookie", "authorization", "*"}
        & {part.strip().lower() for part in response.get("Vary", "").split(",")}
    )


class PageCache:
    """A WSGI application around Django that answers most visitors by itself."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.pages: OrderedDict[tuple[str, str, str], KeptPage] = OrderedDict()
        self.bytes = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not asks_for_shared(environ):
            return self.django(environ, start_response)
        key = (environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), environ["PATH_INFO"])
        version = current_version()
        page = self.pages.get(key)
        if page is None or page.version != version or page.expires <= time.time():
            if len(key[1]) + len(key[2]) > LONGEST_KEY or environ["REQUEST_METHOD"] != "GET":
                return self.django(environ, start_response)
            page_or_answer = self.render(key, version, environ, start_response)
            if not isinstance(page_or_answer, KeptPage):
                return page_or_answer
            page = page_or_answer
        else:
            count_again(page.counted, environ)
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        status, headers, body = page.answer(encoding, environ.get("HTTP_IF_NONE_MATCH", ""))
        start_response(status, headers)
        return (body,) if environ["REQUEST_METHOD"] == "GET" else ()

    def render(
        self, key: tuple[str, str, str], version: str, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> KeptPage | Iterable[bytes]:
        """Have Django make the page. The version was read before, so that a change in between is seen."""
        started: list[tuple[Any, ...]] = []
        query, environ["QUERY_STRING"], environ[KEEPS] = environ.get("QUERY_STRING", ""), "", True
        answer = self.django(environ, lambda *given: started.append(given))
        if isinstance(answer, HttpResponse):
            if may_be_shared(environ, answer):
                page = KeptPage(answer.content, started[0][1], version, expires=(time.time() // 60 + 1) * 60)
                page.counted = environ.get(COUNTED, [])
                answer.close()
                return self.remember(key, page)
            if query and 300 <= answer.status_code < 400:  # the campaign goes along to where the page is now
                answer.close()
                environ["QUERY_STRING"] = query
                return self.django(environ, start_response)
        for given in started:
            start_response(*given)
        return answer

    def remember(self, key: tuple[str, str, str], page: KeptPage) -> KeptPage:
        """Keep the page; the ones kept longest go first when there is no room."""
        old = self.pages.pop(key, None)
        if old and (old.digest, old.headers) == (page.digest, page.headers):  # the same again, compressed already
            page.encoded = old.encoded
        self.pages[key] = page
        self.bytes += page.size - (old.size if old else 0)
        while self.bytes > MOST_BYTES and len(self.pages) > 1:
            try:
                self.bytes -= self.pages.popitem(last=False)[1].size
            except KeyError:  # another thread was quicker
                break
        return page
