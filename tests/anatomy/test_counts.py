"""Counting what people look for: daily numbers that trace nobody and never get in the way."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.http.page_cache import PageCache
from content.counting.models import PageDay
from content.counting.visits import region_views
from content.models import RegionDay, RegionPage
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _stored_at_once(settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = 0


def look(path: str, **headers: str) -> None:
    assert Client(headers={"host": "testserver", "user-agent": BROWSER, **headers}).get(path).status_code == 200


def stored() -> dict[str, int]:
    return dict(RegionDay.objects.values_list("region", "views"))


def test_each_look_at_a_region_counts_once() -> None:
    look("/pain-map/calf/")
    look("/pain-map/calf/")
    look("/pain-map/at/calf/left-heel/")
    assert stored() == {"calf": 3, "heel": 1}


def test_adding_a_place_counts_the_new_one_only() -> None:
    look("/pain-map/at/calf/left-heel/", referer="http://testserver/pain-map/calf/")
    assert stored() == {"heel": 1}
    look("/pain-map/at/calf/left-heel/", referer="http://elsewhere.example/calf/")
    assert stored() == {"heel": 2, "calf": 1}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch;prerender"},
        {"purpose": "prefetch"},
        {"user-agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"user-agent": ""},
    ],
)
def test_robots_and_pages_fetched_ahead_do_not_count(headers: dict[str, str]) -> None:
    look("/pain-map/calf/", **headers)
    assert stored() == {}


def test_what_staff_look_at_and_previews_do_not_count(admin_client: Client) -> None:
    page = RegionPage.objects.get(slug="calf")
    page.save_revision()
    for address in (page.url, reverse("wagtailadmin_pages:view_draft", args=[page.pk])):
        assert admin_client.get(address, headers={"user-agent": BROWSER}).status_code == 200
    assert stored() == {}
    assert not PageDay.objects.exists()


def test_a_page_from_the_page_cache_counts_as_well() -> None:
    cache = PageCache(WSGIHandler())
    for _ in range(3):
        assert ask(cache, "/pain-map/calf/", user_agent=BROWSER).status == 200
    region_views.store()
    assert stored() == {"calf": 3}


def test_a_busy_database_delays_the_count_and_not_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    class Busy:
        def __enter__(self) -> None:
            raise OperationalError("database is locked")

        def __exit__(self, *_: Any) -> None: ...

    with monkeypatch.context() as patched:
        patched.setattr("content.counting.daily.short_lock_timeout", Busy)
        look("/pain-map/calf/")
        assert stored() == {}
    look("/pain-map/calf/")
    assert stored() == {"calf": 2}


def test_nothing_about_a_person_is_stored() -> None:
    look("/pain-map/at/calf/left-heel/", referer="http://testserver/pain-map/")
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM content_regionday")
        assert [column[0] for column in cursor.description] == ["id", "date", "region", "views"]


def test_staff_see_the_lit_figure_with_the_numbers_beside_it(admin_client: Client) -> None:
    assert "No one has looked" in admin_client.get("/admin/").content.decode()
    for _ in range(4):
        look("/pain-map/calf/")
    look("/pain-map/temple/")
    for days, region in ((27, "heel"), (28, "temple")):  # four weeks with today, and a day more
        RegionDay.objects.create(date=timezone.localdate() - timedelta(days=days), region=region, views=1)
    soup = BeautifulSoup(admin_client.get("/admin/").content, "html.parser")
    rows = [row.get_text(" ", strip=True) for row in soup.select(".regions-table tr")]
    assert rows == ["Calf 4", "Heel 1", "Temple 1"]
    assert soup.select(".regions-panel .region.often")
    assert soup.select(".regions-panel .region.sometimes")
