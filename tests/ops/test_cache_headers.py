"""Every kind of answer says who may cache it: browsers, proxies for a second, or nobody. Nothing is left to chance."""

from collections.abc import Callable

import pytest
from django.core.servers.basehttp import get_internal_wsgi_application
from django.http import HttpResponse
from django.test import Client
from wagtail import hooks
from wagtail.models import Page, PageViewRestriction

from tests.ops.answers import KINDS, asked, directives
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db
PAGE = KINDS["page"]


@pytest.mark.parametrize("name", KINDS)
def test_each_answer_says_who_may_keep_it(name: str, admin_client: Client) -> None:
    kind = KINDS[name]
    answer = asked(kind, admin_client)
    assert answer.status == kind.status
    said = directives(answer)
    if kind.kept is not None:
        assert said >= kind.kept
        assert ("public" in said) == ("public" in kind.kept)
    if "public" in said:
        assert answer.cookies == []
        assert "cookie" not in answer.headers.get("vary", "").lower()
    if kind.request.get("method", "GET") == "GET":
        head = asked(kind, admin_client, method="HEAD")
        assert (head.status, directives(head)) == (answer.status, said)
        assert head.headers.get("vary") == answer.headers.get("vary")


@pytest.mark.parametrize("name", ["page", "sitemap", "robots.txt", "feed", "media", "static", "thank-you"])
def test_an_answer_the_browser_already_has_is_not_sent_again(name: str, admin_client: Client) -> None:
    first = asked(KINDS[name], admin_client)
    if "etag" in first.headers:
        known = {"if_none_match": first.headers["etag"]}
    else:
        known = {"if_modified_since": first.headers["last-modified"]}
    again = asked(KINDS[name], admin_client, **known)
    assert (again.status, again.body) == (304, b"")
    assert again.headers.get("etag") == first.headers.get("etag")
    assert not again.cookies


def test_a_changed_page_is_sent_again_to_who_has_the_old_one(
    admin_client: Client, django_capture_on_commit_callbacks: Callable[..., object]
) -> None:
    first = asked(PAGE, admin_client)
    page = Page.objects.get(slug="pain-map").specific
    page.title = "Newly worded"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    again = asked(PAGE, admin_client, if_none_match=first.headers["etag"])
    assert again.status == 200
    assert again.headers["etag"] != first.headers["etag"]
    assert b"Newly worded" in again.body


def test_a_page_that_sets_a_cookie_is_never_kept(django_capture_on_commit_callbacks: Callable[..., object]) -> None:
    """The page that asks for a password has a different token for each visitor."""
    page = Page.objects.get(slug="pain-map")
    with django_capture_on_commit_callbacks(execute=True):
        PageViewRestriction.objects.create(page=page, restriction_type="password", password="open sesame")
    first, second = (ask(get_internal_wsgi_application(), PAGE.path) for _ in range(2))
    for answer in (first, second):
        assert answer.status == 200
        assert len(answer.cookies) == 1
        assert "public" not in directives(answer)
    assert first.cookies != second.cookies
    assert first.body != second.body


def test_a_page_with_any_other_cookie_is_never_kept_either() -> None:
    asked_for = []

    def with_cookie(*_: object) -> HttpResponse:
        asked_for.append(1)
        answer = HttpResponse(f"visitor {len(asked_for)}")
        answer.set_cookie("visitor", str(len(asked_for)))
        return answer

    with hooks.register_temporarily("before_serve_page", with_cookie):
        bodies = [ask(get_internal_wsgi_application(), PAGE.path).body for _ in range(3)]
    assert bodies == [b"visitor 1", b"visitor 2", b"visitor 3"]


def test_staff_get_no_kept_page_and_leave_none(admin_client: Client) -> None:
    for name in ("page for staff", "page", "page for staff", "page with a query", "page"):
        answer = asked(KINDS[name], admin_client)
        assert ("public" in directives(answer)) == (name == "page"), name
        assert answer.cookies == []
