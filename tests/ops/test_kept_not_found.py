"""Wrong addresses are answered from the page cache by a single not-found page, which takes no real page's space."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from wagtail.models import Page

from config.http import cached_page
from content.caching.version import invalidate
from content.counting.models import NotFoundDay
from content.counting.not_found import not_found
from tests.ops.test_page_cache import Site, text

pytestmark = pytest.mark.django_db
WRONG = "/pain-mapp/"
BROWSER = "Mozilla/5.0 (X11; Linux) Firefox/140.0"


def test_a_wrong_address_is_answered_twice_by_one_page() -> None:
    site = Site()
    answers = [site.get(WRONG, accept_encoding="br") for _ in range(3)]
    assert site.made == 1
    assert {answer.status for answer in answers} == {404}
    assert all(b"Pain map" in text(answer) for answer in answers)  # the suggested page
    etag = answers[0].headers["etag"]
    assert site.get(WRONG, accept_encoding="br", if_none_match=etag).status == 404  # browsers must not cache it


def test_made_up_addresses_evict_no_page_and_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("config.http.page_cache.MOST_BYTES_NOT_FOUND", 150_000)
    site = Site()
    site.get("/contact/")
    for number in range(8):
        site.get(f"/made-up-{number}/")
    assert 1 <= len(site.cache.not_found) < 8
    assert sum(page.size for page in site.cache.not_found.values()) == site.cache.not_found.bytes <= 150_000
    made = site.made
    site.get("/contact/")
    assert site.made == made


def test_who_makes_up_addresses_has_no_page_compressed_once_more(monkeypatch: pytest.MonkeyPatch) -> None:
    submitted: list[Any] = []
    monkeypatch.setattr(cached_page.background, "submit", lambda *work: submitted.append(work))
    site = Site()
    for path, times in ((WRONG, 0), ("/contact/", 1)):
        site.get(path, accept_encoding="br")
        assert len(submitted) == times


def test_an_address_is_found_as_soon_as_its_page_is_published() -> None:
    site = Site()
    site.get("/where-we-are/")
    page = Page.objects.get(slug="contact").specific
    page.slug = "where-we-are"
    page.save_revision().publish()
    invalidate()
    assert site.get("/where-we-are/").status == 200


def test_staff_get_a_not_found_page_of_their_own(admin_client: Client) -> None:
    site = Site()
    cookie = f"{settings.SESSION_COOKIE_NAME}={admin_client.cookies[settings.SESSION_COOKIE_NAME].value}"
    site.get(WRONG, cookie=cookie)
    assert not site.cache.not_found
    site.get(WRONG)
    made = site.made
    site.get(WRONG, cookie=cookie)
    assert site.made == made + 1


def test_each_time_is_counted() -> None:
    site = Site()
    for _ in range(3):
        site.get(WRONG, user_agent=BROWSER)
    not_found.store()
    assert [row.times for row in NotFoundDay.objects.all()] == [3]
