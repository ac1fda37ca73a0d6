"""The page cache: whole pages in this process's memory, served without calling Django.

`is_cacheable` alone decides what is the same for everyone: it determines the Cache-Control header for other caches
(config/http/headers.py) and what this one stores. A cached page is stale when the content's version changes, and at
the end of the minute, since the footer says whether the clinic is open.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import Any

from django.conf import settings
from django.http.response import HttpResponse, HttpResponseBase

from config.http.cached_page import CachedPage
from config.http.encodings import best_encoding
from config.monitoring.metrics import cached_answers
from content.caching.cookies import has_own_cookie
from content.caching.version import current_version
from content.counting.visits import COUNTED, count_cached

# Browsers revalidate each time and mostly get a 304; a shared cache may serve it for a second.
SHARED_CACHE_CONTROL = "public, max-age=0, s-maxage=1, must-revalidate"
HAS_PAGE_CACHE = "pinpoint.page_cache"  # in the environ: the response goes through the page cache, which compresses it
MOST_BYTES = 32 * 2**20  # per process: about 300 pages
MOST_BYTES_NOT_FOUND = 2 * 2**20  # about 50 pages; separate, so that made-up URLs can't evict real pages
LONGEST_KEY = 300
FILES = ("/media/", "/static/", "/documents/")
FEEDS = ("application/xml", "text/xml", "application/rss+xml", "application/atom+xml")
KINDS = ("text/html", "text/plain", "image/svg+xml", *FEEDS)
# Tracking parameters (deploy/nginx.conf has the same list): no page depends on them, so they aren't part of the key.
TRACKING = re.compile(
    r"(?:(?:utm_\w+|gclid|gclsrc|gbraid|wbraid|gad_\w+|dclid|srsltid|fbclid|igshid|msclkid|ttclid|twclid|yclid|"
    r"li_fat_id|mc_cid|mc_eid)=[^&]*(?:&|$))+"
)

Key = tuple[str, str, str]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


def is_cacheable_request(environ: dict[str, Any]) -> bool:
    """Return whether nothing in the request could make the response specific to this visitor."""
    query = environ.get("QUERY_STRING")
    return (
        environ["REQUEST_METHOD"] in ("GET", "HEAD")
        and (not query or TRACKING.fullmatch(query) is not None)
        and not has_own_cookie(environ)
        and "HTTP_AUTHORIZATION" not in environ
        and not settings.DEBUG
    )


def is_cacheable(environ: dict[str, Any], response: HttpResponseBase) -> bool:
    """Return whether the response is the same for everyone who requests this URL."""
    control = response.get("Cache-Control", "").lower()
    return (
        is_cacheable_request(environ)
        and (response.status_code == 200 or is_page_not_found(environ, response))
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and response.get("Content-Type", "").startswith(KINDS)
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and not {"cookie", "authorization", "*"}
        & {part.strip().lower() for part in response.get("Vary", "").split(",")}
    )


def is_page_not_found(environ: dict[str, Any], response: HttpResponseBase) -> bool:
    """Return whether it is a 404 page. Missing files don't count, since they may exist a moment later."""
    is_page = response.status_code == 404 and response.get("Content-Type", "").startswith("text/html")
    path = environ["PATH_INFO"]
    return is_page and len(path) < LONGEST_KEY and not path.startswith(FILES)


class PageStore(OrderedDict[Key, CachedPage]):
    """Pages of up to `most_bytes` in total; the oldest are evicted to make room."""

    def __init__(self, most_bytes: int) -> None:
        super().__init__()
        self.most_bytes, self.bytes = most_bytes, 0

    def add(self, key: Key, page: CachedPage) -> CachedPage:
        old = self.pop(key, None)
        if old and (old.digest, old.headers) == (page.digest, page.headers):  # unchanged, and already compressed
            page.encoded = old.encoded
        self[key] = page
        self.bytes += page.size - (old.size if old else 0)
        while self.bytes > self.most_bytes and len(self) > 1:
            try:
                self.bytes -= self.popitem(last=False)[1].size
            except KeyError:  # another thread was faster
                break
        return page


class PageCache:
    def __init__(self, django: Application) -> None:
        self.django = django
        self.pages, self.not_found = PageStore(MOST_BYTES), PageStore(MOST_BYTES_NOT_FOUND)

    def get(self, key: Key, version: str) -> CachedPage | None:
        """Return the cached page of this version, unless it has expired."""
        for store in (self.pages, self.not_found):
            page = store.get(key)
            if page and page.version == version and page.expires > time.time():
                return page
        return None

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not is_cacheable_request(environ):
            return self.django(environ, start_response)
        key = (environ["wsgi.url_scheme"], environ.get("HTTP_HOST", ""), environ["PATH_INFO"])
        version = current_version()
        page = self.get(key, version)
        if page is None:
            if len(key[1]) + len(key[2]) > LONGEST_KEY or environ["REQUEST_METHOD"] != "GET":
                return self.django(environ, start_response)
            rendered = self.render(key, version, environ, start_response)
            if not isinstance(rendered, CachedPage):
                return rendered
            page = rendered
        else:
            count_cached(page.counted, environ)
            cached_answers.inc()
        encoding = best_encoding(environ.get("HTTP_ACCEPT_ENCODING", ""))
        status, headers, body = page.answer(encoding, environ.get("HTTP_IF_NONE_MATCH", ""))
        start_response(status, headers)
        return (body,) if environ["REQUEST_METHOD"] == "GET" else ()

    def render(
        self, key: Key, version: str, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> CachedPage | Iterable[bytes]:
        """Have Django render the page. `version` and minute are those before, so that no change is missed meanwhile."""
        started: list[tuple[Any, ...]] = []
        expires = (time.time() // 60 + 1) * 60
        query, environ["QUERY_STRING"], environ[HAS_PAGE_CACHE] = environ.get("QUERY_STRING", ""), "", True
        answer = self.django(environ, lambda *given: started.append(given))
        if isinstance(answer, HttpResponse):
            if is_cacheable(environ, answer):
                status, headers, *_ = started[0]
                page = CachedPage(answer.content, headers, version, expires, status)
                page.counted = environ.get(COUNTED, [])
                answer.close()
                return (self.pages if answer.status_code == 200 else self.not_found).add(key, page)
            if query and 300 <= answer.status_code < 400:  # keep the tracking parameters in a redirect
                answer.close()
                environ["QUERY_STRING"] = query
                return self.django(environ, start_response)
        for given in started:
            start_response(*given)
        return answer
