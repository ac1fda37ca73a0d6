"""Whole pages kept in this process, answered before Django begins.

Kept is what everybody gets: the answer to a GET without query, session cookie or credentials, that says 200, sets
no cookie and does not forbid it. A page is dropped with the content's version, and with the minute, since the
footer says whether the clinic is open. The form's token is each visitor's own: its place is left open, and filled
for each request.
"""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from django.conf import settings
from django.core.handlers.wsgi import WSGIRequest, get_path_info
from django.http.response import HttpResponse, HttpResponseBase

from config.encodings import best_encoding
from config.kept_page import FormPage, KeptPage
from content.anatomy.counts import tally
from content.version import current_version
from inquiries.tokens import make_token, read_token
from inquiries.views_count import count_kept

KEEP = "pinpoint.keep"  # in the environ: this answer may be kept; True once it is to be
MOST_BYTES = 16 * 2**20
LONGEST_KEY = 300
KINDS = ("text/html", "text/plain", "application/xml", "text/xml", "application/rss+xml", "application/atom+xml")
TOKEN = re.compile(rb'name="token" value="([^"<>]*)"')

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class PageCache:
    """A WSGI application around Django that answers most visitors by itself."""

    def __init__(self, django: Application) -> None:
        self.django = django
        self.pages: OrderedDict[tuple[str, str, str], KeptPage] = OrderedDict()
        self.bytes = 0
        self.session_cookie = settings.SESSION_COOKIE_NAME + "="

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self.is_for_everybody(environ):
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
            tally.note_again(environ)
            count_kept(environ)
        token = make_token(Visit(environ), page.form_page_id).encode() if page.has_form else b""
        status, headers, body = page.answer(
            best_encoding(environ.get("HTTP_ACCEPT_ENCODING", "")), token, environ.get("HTTP_IF_NONE_MATCH", "")
        )
        start_response(status, headers)
        return (body,) if environ["REQUEST_METHOD"] == "GET" else ()

    def is_for_everybody(self, environ: dict[str, Any]) -> bool:
        """Whether nothing in the request could make the answer one for this visitor only."""
        return (
            environ["REQUEST_METHOD"] in ("GET", "HEAD")
            and not environ.get("QUERY_STRING")
            and self.session_cookie not in environ.get("HTTP_COOKIE", "")
            and "HTTP_AUTHORIZATION" not in environ
            and not settings.DEBUG
        )

    def render(
        self, key: tuple[str, str, str], version: str, environ: dict[str, Any], start_response: Callable[..., Any]
    ) -> KeptPage | Iterable[bytes]:
        """Have Django make the page. The version was read before, so that a change in between is seen."""
        started: list[tuple[Any, ...]] = []
        environ[KEEP] = False
        answer = self.django(environ, lambda *given: started.append(given))
        if environ[KEEP] and isinstance(answer, HttpResponse) and len(started) == 1:
            page = keep(answer.content, started[0][1], version)
            if page is not None:
                answer.close()
                self.remember(key, page)
                return page
        for given in started:
            start_response(*given)
        return answer

    def remember(self, key: tuple[str, str, str], page: KeptPage) -> None:
        """Keep the page; the ones kept longest go first when there is no room."""
        old = self.pages.pop(key, None)
        self.pages[key] = page
        self.bytes += page.size - (old.size if old else 0)
        while self.bytes > MOST_BYTES and len(self.pages) > 1:
            try:
                self.bytes -= self.pages.popitem(last=False)[1].size
            except KeyError:  # another thread was quicker
                break

    def clear(self) -> None:
        self.pages.clear()
        self.bytes = 0


class Visit(WSGIRequest):
    """A request for a kept page, with as little work as the form's token needs: a tenth of Django's own."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = self.META = environ
        self.method = environ["REQUEST_METHOD"]
        self.path = self.path_info = get_path_info(environ)
        self.headers = GivenHeaders(environ)  # type: ignore[assignment]

    def get_host(self) -> str:
        """As given: the page was kept under this very host, after Django had allowed it."""
        return str(self.META.get("HTTP_HOST", ""))


class GivenHeaders(Mapping[str, str]):
    """The headers by their names, read from the environ only when asked for."""

    def __init__(self, environ: dict[str, Any]) -> None:
        self.environ = environ

    def __getitem__(self, name: str) -> str:
        return str(self.environ["HTTP_" + name.upper().replace("-", "_")])

    def __iter__(self) -> Iterator[str]:
        return (key[5:].replace("_", "-").title() for key in self.environ if key.startswith("HTTP_"))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def may_be_kept(response: HttpResponseBase) -> bool:
    """Whether the answer is the same for everybody and may be used again."""
    control = response.get("Cache-Control", "").lower()
    return (
        response.status_code == 200
        and not response.streaming
        and not response.cookies
        and not response.has_header("Content-Encoding")
        and response.get("Content-Type", "").startswith(KINDS)
        and not any(word in control for word in ("private", "no-store", "no-cache"))
        and not {"cookie", "authorization", "*"}
        & {part.strip().lower() for part in response.get("Vary", "").split(",")}
    )


def keep(content: bytes, headers: list[tuple[str, str]], version: str) -> KeptPage | None:
    """The page to keep; None when it holds a token that can't be left open."""
    tokens = list(TOKEN.finditer(content))
    expires = (time.time() // 60 + 1) * 60
    if not tokens:
        return None if b'name="token"' in content else KeptPage(headers, version, expires, content)
    token = read_token(tokens[0][1].decode("ascii", "replace"))
    if len(tokens) > 1 or token is None or content.count(tokens[0][1]) > 1:
        return None
    before, after = content[: tokens[0].start(1)], content[tokens[0].end(1) :]
    return FormPage(headers, version, expires, before, after, token.source_page_id)
