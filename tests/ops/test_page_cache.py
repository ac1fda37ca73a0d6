"""Kept pages: quick, the same as made anew, never anybody's own, and gone once the content changes."""

import gzip
import re
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import brotli
import pytest
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from config import kept_page
from config.page_cache import PageCache
from config.polish import Polisher
from content import version
from content.models import ClinicSettings
from inquiries.models import Inquiry
from inquiries.tokens import read_token
from tests.ops.wire import Answer, ask

pytestmark = pytest.mark.django_db
PLAIN, WITH_FORM = "/pain-map/", "/contact/"
TOKEN = re.compile(rb'name="token" value="([^"]+)"')


class Site:
    """The site behind its page cache, and how often Django was asked."""

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


def without_token(page: bytes) -> bytes:
    return TOKEN.sub(b"", page).replace(b" ", b"")


@pytest.mark.parametrize("path", [PLAIN, WITH_FORM, "/", "/trigger-point-therapy/", "/robots.txt"])
@pytest.mark.parametrize("encoding", ["br, gzip", "gzip", "", "identity", "br;q=0, gzip"])
def test_a_kept_page_is_the_page_and_costs_no_query(site: Site, path: str, encoding: str) -> None:
    made = ask(site.handler, path)
    site.get(path, accept_encoding=encoding)
    with CaptureQueriesContext(connection) as queries:
        kept = site.get(path, accept_encoding=encoding)
    assert len(queries) == 0
    assert site.made == 1
    assert kept.status == 200
    assert without_token(text(kept)) == without_token(made.body)
    for name in ("content-type", "content-security-policy", "x-content-type-options", "permissions-policy"):
        assert kept.headers[name] == made.headers[name]
    assert kept.headers["vary"] == "Accept-Encoding"
    assert kept.cookies == []


def test_every_public_page_is_kept(site: Site) -> None:
    for page in Page.objects.live().public().filter(depth__gte=2):
        before = site.made
        first, second = (site.get(page.get_url(), accept_encoding="br") for _ in range(2))
        assert site.made == before + 1, page.url_path
        assert without_token(text(first)) == without_token(text(second))


def test_pages_get_denser_once_there_was_time(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    polisher = Polisher()  # does nothing in tests by itself
    monkeypatch.setattr(kept_page, "polisher", polisher)
    for path in (PLAIN, WITH_FORM):
        rough = site.get(path, accept_encoding="br")
        while not polisher.waiting.empty():
            name, work = polisher.waiting.get()
            polisher.done[name] = work()
        dense = site.get(path, accept_encoding="br")
        assert len(dense.body) < len(rough.body) * 0.96
        assert without_token(text(dense)) == without_token(text(rough))


def test_each_visitor_has_an_own_token_that_says_where_the_visitor_came_from(site: Site) -> None:
    site.get(WITH_FORM, accept_encoding="br", referer="https://search.example/?q=private+words")
    answer = site.get(WITH_FORM, accept_encoding="br", referer="https://other.example/private")
    again = site.get(WITH_FORM, accept_encoding="gzip")
    assert site.made == 1
    first, second = (read_token(TOKEN.search(text(one))[1].decode()) for one in (answer, again))
    assert first.key != second.key
    assert (first.referrer_host, second.referrer_host) == ("other.example", "")
    assert first.source_page_id == second.source_page_id == Page.objects.get(slug="contact").pk
    assert "private" in answer.headers["cache-control"]
    assert "etag" not in answer.headers


def test_the_form_of_a_kept_page_works(site: Site, time_machine: Any) -> None:
    time_machine.move_to(datetime.now(UTC))
    site.get(WITH_FORM)
    token = TOKEN.search(text(site.get(WITH_FORM, accept_encoding="br")))[1].decode()
    time_machine.shift(30)  # seconds, in which somebody writes
    body = f"token={token}&name=Ada&email=ada%40example.com&contact_by=email&message=Hip&consent=on".encode()
    answer = site.get("/inquiries/send/", method="POST", body=body, content_type="application/x-www-form-urlencoded")
    assert answer.status == 303
    assert Inquiry.objects.get().source_page.slug == "contact"
    kept = b"".join(page.content for page in site.cache.pages.values())
    assert b"Ada" not in kept


def test_a_browser_that_has_the_page_hears_so(site: Site) -> None:
    first = site.get(PLAIN, accept_encoding="br")
    again = site.get(PLAIN, accept_encoding="br", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    assert site.get(PLAIN, accept_encoding="br", if_none_match='W/"other"').status == 200
    head = site.get(PLAIN, method="HEAD", accept_encoding="br")
    assert (head.status, head.body) == (200, b"")
    assert head.headers["content-length"] == str(len(site.get(PLAIN, accept_encoding="br").body))


@pytest.mark.parametrize(
    "request_",
    [
        {"query": b"utm_source=letter"},
        {"cookie": "sessionid=abc"},
        {"authorization": "Basic abc"},
        {"method": "POST", "body": b"a=b", "content_type": "application/x-www-form-urlencoded"},
    ],
)
def test_what_could_be_one_visitors_own_is_made_anew(site: Site, request_: dict[str, Any]) -> None:
    for _ in range(3):
        site.get(PLAIN, **request_)
    assert site.made == 3
    assert not site.cache.pages


@pytest.mark.parametrize("path", ["/no-such-page/", "/admin/", "/admin/login/", "/conditions", "/inquiries/send/"])
def test_only_pages_are_kept(site: Site, path: str) -> None:
    site.get(path)
    assert not site.cache.pages


def test_hosts_and_schemes_are_kept_apart(site: Site) -> None:
    site.get(PLAIN, host="testserver")
    site.get(PLAIN, host="localhost")
    site.get(PLAIN, scheme="https")
    assert site.made == 3
    assert site.get(PLAIN, host="evil.example").status == 400
    assert all(key[1] != "evil.example" for key in site.cache.pages)


def publish(**changed: Any) -> None:
    page = Page.objects.get(slug="pain-map").specific
    for name, value in changed.items():
        setattr(page, name, value)
    page.save_revision().publish()


def test_what_is_published_is_seen_at_once_in_every_process(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    # Two processes share the database alone; each keeps its own pages.
    monkeypatch.setattr(version, "LOOK_AGAIN_AFTER", 0)
    here, there = Site(), Site()
    assert b"Newly worded" not in text(here.get(PLAIN)) + text(there.get(PLAIN))
    with django_capture_on_commit_callbacks(execute=True):
        publish(title="Newly worded")
    for site in (here, there):
        assert b"Newly worded" in text(site.get(PLAIN))


def test_what_is_taken_back_or_closed_is_gone(
    site: Site, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    page = Page.objects.get(slug="pain-map")
    assert site.get(PLAIN).status == 200
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(
            page=page, restriction_type=PageViewRestriction.PASSWORD, password="open sesame"
        )
    for _ in range(2):
        assert b"password" in site.get(PLAIN).body.lower()
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
        page.specific.unpublish()
    assert site.get(PLAIN).status == 404


def test_a_clinics_new_phone_number_is_everywhere_at_once(
    site: Site, django_capture_on_commit_callbacks: Callable[..., Any]
) -> None:
    site.get(PLAIN)
    with django_capture_on_commit_callbacks(execute=True):
        clinic = ClinicSettings.objects.get()
        clinic.phone = "+1 555 010 9999"
        clinic.save()
    assert b"+1 555 010 9999" in site.get(PLAIN).body


def test_a_page_is_made_anew_each_minute_since_it_says_whether_the_clinic_is_open(site: Site, time_machine) -> None:
    time_machine.move_to("2026-11-02T08:59:30Z", tick=False)
    site.get(PLAIN)
    time_machine.move_to("2026-11-02T08:59:59Z", tick=False)
    site.get(PLAIN)
    assert site.made == 1
    time_machine.move_to("2026-11-02T09:00:00Z", tick=False)
    site.get(PLAIN)
    assert site.made == 2


def test_a_preview_is_never_kept(admin_client: Client, site: Site) -> None:
    page = Page.objects.get(slug="pain-map").specific
    page.title = "Only a draft"
    page.save_revision()
    cookie = f"{settings.SESSION_COOKIE_NAME}={admin_client.cookies[settings.SESSION_COOKIE_NAME].value}"
    draft = site.get(f"/admin/pages/{page.pk}/view_draft/", cookie=cookie)
    assert b"Only a draft" in draft.body
    assert not site.cache.pages
    assert b"Only a draft" not in site.get(PLAIN).body


def test_memory_is_bounded(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.page_cache.MOST_BYTES", 100_000)
    for page in Page.objects.live().public().filter(depth__gte=2)[:20]:
        site.get(page.get_url(), accept_encoding="br")
    assert 1 <= len(site.cache.pages) < 10
    assert sum(page.size for page in site.cache.pages.values()) == site.cache.bytes <= 100_000
