"""The clinic's own time zone is set by staff, and followed by pages, counts, and every time that staff type."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.contrib.auth.models import User
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse
from wagtail.models import Page
from wagtail.users.models import UserProfile

from config.http.page_cache import PageCache
from content.counting.models import PageDay
from content.counting.visits import page_views
from content.models import ArticlePage, ClinicSettings
from content.text.zones import zone_after
from tests.forms import as_sent, form_with
from tests.ops.wire import ask
from tests.zone_help import move_clinic

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture
def clinic() -> ClinicSettings:
    """A clinic open every day from 9 to 5."""
    clinic = ClinicSettings.default()
    hours = clinic.opening_hours.model
    clinic.opening_hours = [hours(weekday=day, opens=time(9), closes=time(17)) for day in range(7)]
    clinic.save()
    return clinic


def save_settings(staff: Client, clinic: ClinicSettings, **changes: str) -> None:
    address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])
    sent = as_sent(form_with(staff.get(address).content, "tagline"))
    assert staff.post(address, sent | changes).status_code == 302


def test_a_zone_chosen_in_the_settings_is_that_of_kept_pages(
    admin_client: Client, clinic: ClinicSettings, time_machine: Any, django_capture_on_commit_callbacks: Any
) -> None:
    time_machine.move_to("2026-06-01T21:30+00:00", tick=False)  # 5:30 p.m. in New York, 2:30 p.m. in Los Angeles
    site = PageCache(WSGIHandler())
    assert b"Closed now" in ask(site, "/contact/").body
    with django_capture_on_commit_callbacks(execute=True):
        save_settings(admin_client, clinic, time_zone="America/Los_Angeles")
    assert b"Open now, until 5 p.m." in ask(site, "/contact/").body


@pytest.mark.parametrize(
    ("utc", "said"),
    [
        ("2026-04-03T19:59+00:00", "Closed now"),  # Saturday in Auckland, thirteen hours ahead of UTC
        ("2026-04-03T20:00+00:00", "Open now"),
        ("2026-04-04T20:59+00:00", "Closed now"),  # Sunday: the clocks went back at 3 a.m.
        ("2026-04-04T21:00+00:00", "Open now"),
    ],
)
def test_hours_hold_far_from_the_server_across_a_change_of_clocks(
    clinic: ClinicSettings, time_machine: Any, utc: str, said: str
) -> None:
    move_clinic("Pacific/Auckland")
    time_machine.move_to(datetime.fromisoformat(utc), tick=False)
    footer = BeautifulSoup(Client().get("/contact/").content, "html.parser").footer
    assert footer.find("h2", string=lambda text: said in str(text))


def test_a_view_of_a_kept_page_counts_on_the_clinics_day_in_any_thread(time_machine: Any, settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = float("inf")
    move_clinic("Pacific/Auckland")
    time_machine.move_to("2026-06-01T13:00+00:00", tick=False)  # 1 a.m. on June 2 at the clinic; June 1 in New York
    site, page = PageCache(WSGIHandler()), Page.objects.get(slug="trigger-points")
    ask(site, page.url, user_agent=BROWSER)
    with ThreadPoolExecutor(1) as other:
        other.submit(ask, site, page.url, user_agent=BROWSER).result()
    page_views.store()
    assert list(PageDay.objects.filter(page_id=page.pk).values_list("date", "views")) == [(date(2026, 6, 2), 2)]


def test_a_time_that_staff_type_is_the_clinics_whatever_their_account_says(
    admin_client: Client, admin_user: User, clinic: ClinicSettings, time_machine: Any
) -> None:
    time_machine.move_to("2026-03-20T12:00+00:00", tick=False)
    move_clinic("Europe/London")
    UserProfile.objects.update_or_create(user=admin_user, defaults={"current_time_zone": "Asia/Tokyo"})
    row = {"text": "Late opening", "url": "", "starts_at": "2026-03-28 09:00", "ends_at": "2026-03-30 09:00"}
    rows = {"notices-TOTAL_FORMS": "1", "notices-INITIAL_FORMS": "0", "notices-0-id": "", "notices-0-ORDER": "1"}
    save_settings(admin_client, clinic, **rows, **{f"notices-0-{name}": value for name, value in row.items()})
    notice = apps.get_model("content", "Notice").objects.get()
    assert notice.starts_at.isoformat() == "2026-03-28T09:00:00+00:00"  # before the clocks go forward
    assert notice.ends_at.isoformat() == "2026-03-30T08:00:00+00:00"  # and afterward
    address = reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])
    shown = as_sent(form_with(admin_client.get(address).content, "tagline"))
    assert (shown["notices-0-starts_at"], shown["notices-0-ends_at"]) == ("2026-03-28 09:00", "2026-03-30 09:00")
    assert b"time_zone" not in admin_client.get(reverse("wagtailadmin_account")).content


def test_a_page_made_late_in_the_evening_is_of_the_clinics_day(admin_client: Client, time_machine: Any) -> None:
    move_clinic("Pacific/Auckland")
    time_machine.move_to("2026-06-01T13:00+00:00", tick=False)
    parent = ArticlePage.objects.first().get_parent()
    address = reverse("wagtailadmin_pages:add", args=["content", "articlepage", parent.pk])
    assert as_sent(form_with(admin_client.get(address).content, "date"))["date"] == "2026-06-02"


def test_another_market_brings_its_zone_along(admin_client: Client, clinic: ClinicSettings) -> None:
    save_settings(admin_client, clinic, phone="+44 20 7946 0000", market="UK", country="GB")
    clinic.refresh_from_db()
    assert clinic.time_zone == "Europe/London"


@pytest.mark.parametrize(
    ("markets", "zone", "then"),
    [
        (("US", "UK"), "America/Denver", "America/Denver"),  # chosen by staff
        (("US", "UK"), "Europe/Jersey", "Europe/Jersey"),
        (("UK", "US"), "Europe/London", "America/New_York"),
        (("US", "US"), "America/New_York", "America/New_York"),
        (("US", ""), "America/New_York", "America/New_York"),  # refused by another check
    ],
)
def test_a_zone_that_somebody_has_chosen_stays(markets: tuple[str, str], zone: str, then: str) -> None:
    assert zone_after(*markets, zone) == then


@pytest.mark.parametrize("stored", ["US/Eastern", "Asia/Kathmandu"])
def test_the_countries_zones_are_offered_and_the_one_that_the_clinic_has(
    admin_client: Client, clinic: ClinicSettings, stored: str
) -> None:
    ClinicSettings.objects.update(time_zone=stored)
    clinic.refresh_from_db()
    page = admin_client.get(reverse("wagtailsettings:edit", args=["content", "clinicsettings", clinic.site_id])).content
    choice = BeautifulSoup(page, "html.parser").find("select", attrs={"name": "time_zone"})
    zones = [option["value"] for option in choice.find_all("option")]
    assert len(zones) == len(set(zones)) < 40
    assert {"America/New_York", "America/Vancouver", "Europe/London", "UTC", stored} <= set(zones)
    assert all(ZoneInfo(zone) for zone in zones)
    save_settings(admin_client, clinic, name="Clinic by the Park")
    clinic.refresh_from_db()
    assert (clinic.name, clinic.time_zone) == ("Clinic by the Park", stored)


def test_a_clinic_begins_with_the_servers_zone(settings: Any) -> None:
    settings.TIME_ZONE = "Europe/London"
    assert ClinicSettings().time_zone == "Europe/London"


def test_a_zone_that_this_machine_does_not_know_breaks_no_page(clinic: ClinicSettings) -> None:
    ClinicSettings.objects.update(time_zone="Moon/Tranquility")
    assert Client().get("/contact/").status_code == 200
