"""Page views are counted without tracking anybody, never get in the way, and are compared with the inquiries."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from django.utils import timezone
from wagtail.models import Page

from config.http.page_cache import PageCache
from content.counting.visits import page_views
from content.models import PageDay
from inquiries.schedule.jobs import run_due_jobs
from tests.inquiries.inbox_help import make_inquiry, signed_in, soup, staff
from tests.ops.wire import ask

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def _stored_at_once(settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = 0


def look(path: str, client: Client | None = None, method: str = "get", **headers: str) -> Any:
    client = client or Client()
    return getattr(client, method)(path, headers={"host": "testserver", "user-agent": BROWSER, **headers})


def stored() -> dict[str, int]:
    titles = dict(Page.objects.values_list("pk", "slug"))
    return {titles[page]: views for page, views in PageDay.objects.values_list("page_id", "views")}


def test_each_view_of_a_page_counts_once_a_day() -> None:
    for path in ("/contact/", "/conditions/hip-pain/", "/contact/", "/contact/?utm_source=leaflet"):
        assert look(path).status_code == 200
    assert stored() == {"contact": 3, "hip-pain": 1}
    assert set(PageDay.objects.values_list("date", flat=True)) == {timezone.localdate()}


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-purpose": "prefetch"},
        {"user-agent": "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)"},
        {"user-agent": ""},
        {"cookie": "sessionid=somebody-of-the-staff"},
    ],
)
def test_robots_staff_and_pages_fetched_ahead_do_not_count(headers: dict[str, str]) -> None:
    look("/contact/", **headers)
    cache = PageCache(WSGIHandler())
    for _ in range(2):
        ask(cache, "/contact/", **{"user_agent": BROWSER} | {name.replace("-", "_"): v for name, v in headers.items()})
    page_views.store()
    assert stored() == {}


def test_heads_missing_pages_and_what_is_no_page_do_not_count() -> None:
    look("/contact/", method="head")
    look("/there-is-no-such-page/")
    look("/robots.txt")
    assert stored() == {}


def test_a_preview_in_the_admin_does_not_count(admin_client: Client) -> None:
    page = Page.objects.get(slug="contact")
    assert look(f"/admin/pages/{page.pk}/view_draft/", admin_client).status_code == 200
    look("/contact/", admin_client)
    assert stored() == {}


def test_a_page_first_asked_for_by_a_robot_counts_for_the_people_after_it() -> None:
    cache = PageCache(WSGIHandler())
    for agent in ("curl/8", BROWSER, BROWSER):
        ask(cache, "/contact/", user_agent=agent)
    page_views.store()
    assert stored() == {"contact": 2}


def test_pages_from_the_page_cache_count_as_well() -> None:
    cache = PageCache(WSGIHandler())
    for path in ("/contact/", "/contact/", "/contact/", "/pain-map/", "/pain-map/"):
        assert ask(cache, path, user_agent=BROWSER).status == 200
    ask(cache, "/contact/", user_agent=BROWSER, method="HEAD")
    ask(cache, "/contact/", user_agent=BROWSER, cookie="sessionid=staff")
    page_views.store()
    assert stored() == {"contact": 3, "pain-map": 2}


def test_many_views_are_stored_in_one_go(settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = 3600
    for _ in range(5):
        look("/contact/")
    assert stored() == {}
    page_views.store()
    assert stored() == {"contact": 5}


def test_old_counts_go_and_nothing_about_a_person_is_kept() -> None:
    today = timezone.localdate()
    PageDay.objects.create(date=today - timedelta(days=500), page_id=1, views=9)
    run_due_jobs(timezone.localtime().replace(hour=12))
    look("/contact/", referer="https://search.example/?q=private", **{"x-forwarded-for": "203.0.113.9"})
    assert PageDay.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM inquiries_pageday")
        assert [column[0] for column in cursor.description] == ["id", "date", "page_id", "views"]


def test_staff_see_inquiries_of_a_hundred_views() -> None:
    contact, hip = Page.objects.get(slug="contact"), Page.objects.get(slug="hip-pain")
    today = timezone.localdate()
    PageDay.objects.create(date=today, page_id=contact.pk, views=30)
    PageDay.objects.create(date=today - timedelta(days=3), page_id=contact.pk, views=50)
    PageDay.objects.create(date=today, page_id=hip.pk, views=7)
    PageDay.objects.create(date=today, page_id=Page.objects.get(slug="thank-you").pk, views=9)  # after the inquiry
    make_inquiry(source_page=contact)
    make_inquiry(source_page=contact)
    make_inquiry(source_page=contact, created_at=timezone.now() - timedelta(days=20))  # from before views were counted
    make_inquiry(source_page=contact, is_suspect=True)
    desk = signed_in(staff(User, "desk", "view"))
    for address in ("/admin/", "/admin/inquiry/pages/"):
        table = soup(desk.get(address)).select_one(".inbox-bars--pages")
        rows = [
            [cell.get_text(strip=True) for cell in row.select("th, td")] for row in table.select("tbody tr, tfoot tr")
        ]
        assert rows == [
            [contact.title, "", "3", "80", "2.5%", "–"],
            [hip.title, "", "0", "7", "0.0%", "–"],
            ["All pages", "", "3", "87", "2.3%", ""],
        ], address
    editor = signed_in(staff(User, "editor"))
    assert editor.get("/admin/inquiry/pages/").status_code == 302


def test_a_rate_that_the_counts_cannot_tell_is_not_made_up() -> None:
    contact = Page.objects.get(slug="contact")
    PageDay.objects.create(date=timezone.localdate(), page_id=contact.pk, views=1)
    for _ in range(2):
        make_inquiry(source_page=contact)
    make_inquiry()
    desk = signed_in(staff(User, "desk", "view"))
    rows = soup(desk.get("/admin/inquiry/pages/")).select(".inbox-bars--pages tbody tr")
    assert [[cell.text for cell in row.select("td")[-3:-1]] for row in rows] == [["1", "–"], ["0", "–"]]


def test_no_page_counted_says_so_in_words() -> None:
    desk = signed_in(staff(User, "desk", "view"))
    assert "Nothing has been counted yet" in desk.get("/admin/inquiry/pages/").content.decode()
