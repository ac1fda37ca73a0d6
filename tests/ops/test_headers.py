"""The security headers, and what public pages do without: cookies, and anything that depends on them."""

import pytest
from django.test import Client
from wagtail.models import Page

from config.wsgi import application
from tests.ops.answers import KINDS, asked
from tests.ops.test_hostile_requests import REQUIRED
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", KINDS)
def test_every_answer_carries_the_security_headers(name: str, admin_client: Client) -> None:
    kind = KINDS[name]
    answer = asked(kind, admin_client)
    assert answer.status == kind.status
    assert set(answer.headers) >= REQUIRED
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] in {"same-origin", "no-referrer"}
    policy = answer.headers["content-security-policy"]
    assert "object-src 'none'" in policy or "default-src 'none'" in policy
    assert "base-uri 'none'" in policy or "sandbox" in policy
    if not kind.staff:
        assert answer.headers["x-frame-options"] == "DENY"
        assert "unsafe-inline" not in policy
        assert "unsafe-eval" not in policy
        assert "http" not in policy
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'none'" in policy or "sandbox" in policy


def test_a_preview_may_be_framed_by_the_admin_and_by_nobody_else(admin_client: Client) -> None:
    page = Page.objects.get(slug="contact")
    answer = admin_client.get(f"/admin/pages/{page.pk}/view_draft/")
    assert answer.status_code == 200
    assert "frame-ancestors 'self'" in answer["Content-Security-Policy"]
    assert answer["X-Frame-Options"] == "SAMEORIGIN"


def test_a_page_made_for_one_visitor_is_kept_by_nobody_else(admin_client: Client) -> None:
    cookie = "; ".join(f"{name}={morsel.value}" for name, morsel in admin_client.cookies.items())
    for made in (ask(application, "/", cookie=cookie), ask(application, "/", query=b"page=2")):
        assert made.headers["cache-control"] == "private, no-cache"
    assert "public" in ask(application, "/").headers["cache-control"]


def test_pages_allow_only_reading(client: Client) -> None:
    for path in ("/", "/contact/", "/conditions/", "/pain-map/calf/", "/articles/"):
        assert client.options(path)["Allow"] == "GET, HEAD, OPTIONS"
        assert client.put(path).status_code == 405


def test_no_other_site_reads_an_answer_and_text_says_its_charset(admin_client: Client) -> None:
    for name in KINDS:
        answer = asked(KINDS[name], admin_client, origin="https://evil.example")
        assert not [header for header in answer.headers if header.startswith("access-control-")], name
        said = answer.headers.get("content-type", "")
        assert not answer.body or said, name
        is_text = said.startswith("text/") or "xml" in said
        assert not is_text or "charset=utf-8" in said.replace('"', ""), name
