"""Which pages the sitemap lists."""

import gzip
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone
from wagtail.models import Page, PageViewRestriction

from content.caching.version import invalidate
from content.models import GuidePage, HomePage, LegalPage

pytestmark = pytest.mark.django_db
SPACE = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def listed(client: Client, **kwargs: Any) -> dict[str, str]:
    """Address → lastmod."""
    answer = client.get("/sitemap.xml", **kwargs)
    assert answer.status_code == 200
    assert answer["Content-Type"] == "application/xml; charset=utf-8"
    found = {}
    for entry in ElementTree.fromstring(answer.content).findall("s:url", SPACE):
        found[entry.findtext("s:loc", "", SPACE)] = entry.findtext("s:lastmod", "", SPACE)
    return found


@pytest.fixture
def guide() -> GuidePage:
    page = GuidePage(title="Why knees ache", slug="why-knees-ache", live=True, last_published_at=timezone.now())
    HomePage.objects.get().add_child(instance=page)
    invalidate()
    return page


def test_it_lists_the_pages_that_exist_with_the_day_they_changed(client: Client, guide: GuidePage) -> None:
    found = listed(client)
    assert "http://testserver/" in found
    assert found["http://testserver/why-knees-ache/"].startswith(f"{guide.last_published_at:%Y-%m-%d}")
    assert len(found) > 80
    for address in list(found)[:12]:
        assert client.get(address.removeprefix("http://testserver")).status_code == 200
    assert all("T" in lastmod for lastmod in found.values())


def test_drafts_and_private_pages_are_left_out(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    address = "http://testserver/why-knees-ache/"
    child = GuidePage(title="Left knee", slug="left-knee", live=True)
    guide.add_child(instance=child)
    invalidate()
    assert {address, f"{address}left-knee/"} <= set(listed(client))
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert not {address, f"{address}left-knee/"} & set(listed(client))
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
        guide.unpublish()
    assert address not in listed(client)


def test_pages_that_must_not_be_indexed_are_left_out(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    legal = {f"http://testserver{page.url}" for page in LegalPage.objects.live()}
    assert legal
    assert legal <= set(listed(client))
    monkeypatch.setattr(LegalPage, "indexable", False)
    invalidate()
    assert not legal & set(listed(client))


def test_nothing_outside_the_site_is_listed(client: Client) -> None:
    elsewhere = GuidePage(title="Elsewhere", slug="elsewhere", live=True)
    Page.objects.get(depth=1).add_child(instance=elsewhere)
    invalidate()
    assert not [address for address in listed(client) if "elsewhere" in address]


def test_addresses_are_absolute_and_escaped(client: Client, settings: Any) -> None:
    settings.SITE_URL = "https://clinic.example"
    odd = GuidePage(title="Odd", slug="odd-ends", live=True)
    HomePage.objects.get().add_child(instance=odd)
    Page.objects.filter(pk=odd.pk).update(url_path=odd.url_path.replace("odd-ends", "odd&ends"))
    invalidate()
    found = listed(client)
    assert all(address.startswith("https://clinic.example/") for address in found)
    assert any(address.endswith("/odd&ends/") for address in found)


def test_a_page_without_the_search_engines_leave_is_still_listed_for_those_who_ask(
    client: Client, settings: Any
) -> None:
    settings.SEO_INDEX = False
    assert listed(client)


def test_it_is_kept_and_sent_compressed(client: Client, guide: GuidePage, django_assert_num_queries: Any) -> None:
    plain = client.get("/sitemap.xml").content
    with django_assert_num_queries(0):
        answer = client.get("/sitemap.xml", HTTP_ACCEPT_ENCODING="gzip")
    assert answer["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer["Vary"]
    assert gzip.decompress(answer.content) == plain


def test_ten_thousand_pages_take_one_query_and_little_time(
    client: Client, guide: GuidePage, django_assert_max_num_queries: Any
) -> None:
    changed = timezone.now()
    content_type = guide.content_type
    Page.objects.bulk_create(
        Page(
            title=f"Many {n}",
            draft_title=f"Many {n}",
            slug=f"many-{n}",
            path=f"{guide.path}{n:04d}",
            depth=guide.depth + 1,
            url_path=f"{guide.url_path}many-{n}/",
            content_type=content_type,
            locale=guide.locale,
            live=True,
            last_published_at=changed,
        )
        for n in range(10_000)
    )
    client.get("/sitemap.xml")
    invalidate()
    with django_assert_max_num_queries(6):  # site, settings and page types are read again for a new version
        answer = client.get("/sitemap.xml")
    assert answer.content.count(b"<loc>") > 10_000
