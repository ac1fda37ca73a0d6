"""The page cache: fast, identical to a fresh page, never serving a private page, and cleared by every change."""

import gzip
import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from typing import Any

import brotli
import pytest
from django.conf import settings as site_settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from config.http import cached_page
from config.http.page_cache import PageCache
from inquiries.models import Inquiry
from tests.ops.wire import Answer, ask

pytestmark = pytest.mark.django_db
PLAIN, WITH_FORM = "/pain-map/", "/contact/"
TOKEN = re.compile(rb'name="token" value="([^"]+)"')


class Site:
    """The site behind its page cache, counting how often Django is asked."""

    def __init__(self) -> None:
        self.made = 0
        self.cache = PageCache(self.django)
        self.handler = WSGIHandler()

    def django(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Any:
        self.made += 1
        return self.handler(environ, start_response)

    def get(self, path: str, **kwargs: Any) -> Answer:
        return ask(self.cache, path, **kwargs)


@pytest.fixture
def site() -> Site:
    return Site()


def text(answer: Answer) -> bytes:
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}
    assert int(answer.headers["content-length"]) == len(answer.body)
    return unpack[answer.headers.get("content-encoding")](answer.body)


@pytest.mark.parametrize("path", [PLAIN, WITH_FORM, "/", "/trigger-point-therapy/", "/robots.txt"])
@pytest.mark.parametrize("encoding", ["br, gzip", "gzip", "", "identity", "br;q=0, gzip"])
def test_a_kept_page_is_the_page_and_costs_no_query(site: Site, time_machine: Any, path: str, encoding: str) -> None:
    time_machine.move_to("2026-11-02T15:00:10Z", tick=False)  # a minute later the page would be rendered again
    made = ask(site.handler, path)
    site.get(path, accept_encoding=encoding)
    with CaptureQueriesContext(connection) as queries:
        kept = site.get(path, accept_encoding=encoding)
    assert len(queries) == 0
    assert site.made == 1
    assert kept.status == 200
    assert text(kept) == made.body
    for name in ("content-type", "content-security-policy", "x-content-type-options", "permissions-policy"):
        assert kept.headers[name] == made.headers[name]
    assert kept.headers["vary"] == "Accept-Encoding"
    assert kept.cookies == []


def test_a_page_of_every_type_is_kept(site: Site) -> None:
    for page in {page.specific_class: page for page in Page.objects.live().public().filter(depth__gte=2)}.values():
        before = site.made
        first, second = (site.get(page.get_url(), accept_encoding="br") for _ in range(2))
        assert site.made == before + 1, page.url_path
        assert text(first) == text(second)


def test_pages_get_denser_once_there_was_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadPoolExecutor(1) as background:
        monkeypatch.setattr(cached_page, "background", background)
        quick = {path: site.get(path, accept_encoding="br") for path in (PLAIN, WITH_FORM)}
    for path, rough in quick.items():
        dense = site.get(path, accept_encoding="br")
        assert len(dense.body) < len(rough.body) * 0.96
        assert text(dense) == text(rough)
        assert dense.headers["etag"] == rough.headers["etag"]


def test_the_form_of_a_kept_page_works(site: Site, time_machine: Any) -> None:
    time_machine.move_to(datetime.now(UTC))
    site.get(WITH_FORM)
    token = TOKEN.search(text(site.get(WITH_FORM, accept_encoding="br")))[1].decode()
    time_machine.shift(30)  # seconds, while somebody writes
    body = f"token={token}&name=Ada&email=ada%40example.com&contact_by=email&message=Hip&consent=on".encode()
    answer = site.get("/inquiries/send/", method="POST", body=body, content_type="application/x-www-form-urlencoded")
    assert answer.status == 303
    assert Inquiry.objects.get().source_page.slug == "contact"
    kept = b"".join(page.content for page in site.cache.pages.values())
    assert b"Ada" not in kept


@pytest.mark.parametrize("path", [PLAIN, WITH_FORM])
def test_a_browser_that_has_the_page_gets_no_second_copy(site: Site, path: str) -> None:
    first = site.get(path, accept_encoding="br")
    again = site.get(path, accept_encoding="br", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert again.headers[name] == first.headers[name]
    assert site.get(path, accept_encoding="br", if_none_match='W/"other"').status == 200
    head = site.get(path, method="HEAD", accept_encoding="br")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(site.get(path, accept_encoding="br").body))


def test_a_page_made_anew_with_the_same_words_keeps_its_etag(site: Site, time_machine) -> None:
    etags = set()
    for moment in ("10:01:00", "10:05:00", "10:14:59"):
        time_machine.move_to(f"2026-11-03T{moment}Z", tick=False)
        etags.add(site.get(WITH_FORM).headers["etag"])
    assert site.made == 3
    assert len(etags) == 1
    assert site.cache.pages.bytes == sum(page.size for page in site.cache.pages.values())


def test_a_page_that_took_until_the_next_minute_is_made_again(site: Site, time_machine: Any) -> None:
    def slow(environ: dict[str, Any], start: Callable[..., Any]) -> Any:
        time_machine.move_to("2026-11-03T10:01:00Z", tick=False)  # the clinic has opened meanwhile
        return site.django(environ, start)

    time_machine.move_to("2026-11-03T10:00:59Z", tick=False)
    cache = PageCache(slow)
    for _ in range(2):
        ask(cache, PLAIN)
    assert site.made == 2


@pytest.mark.parametrize("path", [PLAIN, WITH_FORM])
def test_other_caches_get_directives_that_match_this_one(site: Site, path: str) -> None:
    for answer in (ask(site.handler, path), site.get(path), site.get(path)):
        assert answer.headers["cache-control"] == "public, max-age=0, s-maxage=1, must-revalidate"
    for own in (site.get(path, query=b"page=2"), site.get(path, cookie="sessionid=abc")):
        assert own.headers["cache-control"] == "private, no-cache"


@pytest.mark.parametrize(
    "query",
    [
        b"utm_source=zebra&utm_campaign=spring%20offer",
        b"gclid=abc",
        b"fbclid=abc&utm_medium=social",
        b"msclkid=x&",
        b"utm_source=",
    ],
)
def test_however_visitors_came_they_get_the_same_kept_page(site: Site, query: bytes) -> None:
    campaign = site.get(WITH_FORM, query=query)
    plain = site.get(WITH_FORM)
    assert site.made == 1
    assert campaign.body == plain.body
    assert campaign.headers == plain.headers
    assert b"zebra" not in plain.body


def test_a_campaign_goes_along_to_where_an_address_leads(site: Site) -> None:
    for _ in range(2):
        answer = site.get("/contact", query=b"utm_source=letter")
        assert answer.status == 301
        assert answer.headers["location"] == "/contact/?utm_source=letter"


def test_a_page_with_typed_text_is_never_kept(site: Site) -> None:
    body = b"name=Ada&message=zebra&regions=calf"
    for target in ("/inquiries/send/", "/inquiries/about/"):
        answer = site.get(target, method="POST", body=body, content_type="application/x-www-form-urlencoded")
        assert "no-store" in answer.headers["cache-control"]
        assert "private" in answer.headers["cache-control"]
    assert not site.cache.pages
    assert b"zebra" not in site.get(WITH_FORM).body


@pytest.mark.parametrize(
    "request_",
    [
        {"query": b"page=2"},
        {"query": b"utm_source=letter&page=2"},
        {"query": b"page=2&gclid=abc"},
        {"query": b"utm_source"},
        {"cookie": "sessionid=abc"},
        {"authorization": "Basic abc"},
        {"method": "POST", "body": b"a=b", "content_type": "application/x-www-form-urlencoded"},
    ],
)
def test_requests_that_may_be_personal_bypass_the_cache(site: Site, request_: dict[str, Any]) -> None:
    for _ in range(3):
        site.get(PLAIN, **request_)
    assert site.made == 3
    assert not site.cache.pages
    site.get(PLAIN)
    site.get(PLAIN, **request_)
    assert site.made == 5


@pytest.mark.parametrize(
    "path",
    ["/media/no-such.jpg", "/documents/9/gone.pdf", "/admin/", "/admin/login/", "/conditions", "/inquiries/send/"],
)
def test_only_pages_are_kept(site: Site, path: str) -> None:
    site.get(path)
    assert not site.cache.pages
    assert not site.cache.not_found


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("Set-Cookie", "seen"),
        ("Content-Encoding", "gzip"),
        ("Content-Type", "application/json"),
        ("Vary", "Accept-Encoding, Cookie"),
        ("Vary", "authorization"),
        ("Vary", "*"),
        *(("Cache-Control", f"max-age=60, {word}") for word in ("Private", "no-store", "no-cache")),
    ],
)
def test_an_answer_that_says_that_it_is_not_for_everybody_is_not_kept(header: str, value: str) -> None:
    marked = HttpResponse("zebra")
    if header == "Set-Cookie":
        marked.set_cookie(value)
    else:
        marked.headers[header] = value
    for answer, kept in ((HttpResponse("zebra"), 1), (marked, 0)):
        cache = PageCache(lambda _, start, answer=answer: start("200 OK", list(answer.items())) or answer)
        assert ask(cache, PLAIN).body == b"zebra"
        assert len(cache.pages) == kept


def test_nothing_is_kept_while_developing(site: Site, settings: Any) -> None:
    settings.DEBUG = True
    for _ in range(2):
        site.get(PLAIN)
    assert site.made == 2


def test_hosts_and_schemes_are_kept_apart(site: Site) -> None:
    site.get(PLAIN, host="testserver")
    site.get(PLAIN, host="localhost")
    site.get(PLAIN, scheme="https")
    assert site.made == 3
    assert site.get(PLAIN, host="evil.example").status == 400
    assert all(key[1] != "evil.example" for key in site.cache.pages)


def test_a_preview_is_never_kept(admin_client: Client, site: Site) -> None:
    page = Page.objects.get(slug="pain-map").specific
    page.title = "Only a draft"
    page.save_revision()
    cookie = f"{site_settings.SESSION_COOKIE_NAME}={admin_client.cookies[site_settings.SESSION_COOKIE_NAME].value}"
    draft = site.get(f"/admin/pages/{page.pk}/view_draft/", cookie=cookie)
    assert b"Only a draft" in draft.body
    assert not site.cache.pages
    assert b"Only a draft" not in site.get(PLAIN).body


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.http.page_cache.MOST_BYTES", 400_000)
    site = Site()
    for page in Page.objects.live().public().filter(depth__gte=2)[:20]:
        site.get(page.get_url(), accept_encoding="br")
    assert 1 <= len(site.cache.pages) < 10
    assert sum(page.size for page in site.cache.pages.values()) == site.cache.pages.bytes <= 400_000
