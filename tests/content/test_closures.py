"""A closure is entered once and shows in a notice from the chosen day on, in the hours, and for search engines."""

import json
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client, TestCase
from django.utils import timezone
from wagtail.models import Page

from content.models import ClinicSettings, SpecialDay

pytestmark = pytest.mark.django_db
BREAK = {
    "label": "Winter break",
    "first_day": date(2026, 12, 24),
    "last_day": date(2027, 1, 3),
    "notice_from": date(2026, 12, 10),
    "note": "We answer messages from January 4.",
}
Move = Callable[[str], None]


@pytest.fixture
def at(time_machine: Any) -> Move:
    def move(moment: str) -> None:
        zone = ZoneInfo(ClinicSettings.default().time_zone)
        time_machine.move_to(datetime.fromisoformat(moment).replace(tzinfo=zone), tick=False)

    return move


def close(*rows: dict[str, Any], weekdays: range = range(5)) -> None:
    clinic = ClinicSettings.default()
    hours = clinic.opening_hours.model
    clinic.opening_hours = [hours(weekday=day, opens=time(9), closes=time(17)) for day in weekdays]
    clinic.special_days = [clinic.special_days.model(**row) for row in rows]
    with TestCase.captureOnCommitCallbacks(execute=True):
        clinic.save()


def page(address: str = "/contact/") -> BeautifulSoup:
    return BeautifulSoup(Client().get(address).content, "html.parser")


def told(soup: BeautifulSoup) -> list[str]:
    return [" ".join(one.get_text().split()) for one in soup.select("aside .notice")]


@pytest.mark.parametrize(
    ("moment", "is_told"),
    [
        ("2026-12-09T23:59", False),
        ("2026-12-10T00:00", True),
        ("2027-01-03T23:59", True),
        ("2027-01-04T00:00", False),
    ],
)
def test_a_closure_is_announced_from_the_chosen_day_and_gone_by_itself(at: Move, moment: str, is_told: bool) -> None:
    close(BREAK)
    at(moment)
    words = "Winter break: closed December 24 to January 3. We answer messages from January 4."
    for address in ("/contact/", "/pain-map/", "/search/?q=hip"):
        assert told(page(address)) == ([words] if is_told else [])


@pytest.mark.parametrize(
    ("market", "row", "words"),
    [
        ("UK", BREAK, "Winter break: closed 24 December to 3 January. We answer messages from January 4."),
        ("US", BREAK | {"last_day": date(2026, 12, 24), "note": ""}, "Winter break: closed December 24."),
        (
            "US",
            BREAK | {"last_day": date(2026, 12, 24), "opens": time(9), "closes": time(12), "note": ""},
            "Winter break: open December 24, 9 a.m. to noon.",
        ),
        ("US", BREAK | {"notice_from": None}, ""),
    ],
)
def test_a_notice_says_days_hours_and_note_as_the_market_writes_them(
    at: Move, market: str, row: dict[str, Any], words: str
) -> None:
    ClinicSettings.objects.update(market=market)
    close(row)
    at("2026-12-12T10:00")
    assert told(page()) == [words] * bool(words)


def test_search_engines_read_the_closure_as_closed_from_and_through_its_days(at: Move) -> None:
    close(BREAK)
    at("2026-12-12T10:00")
    graph = json.loads(page().find("script", type="application/ld+json").string)["@graph"]
    (rows,) = [node["specialOpeningHoursSpecification"] for node in graph if "specialOpeningHoursSpecification" in node]
    days = {"validFrom": "2026-12-24", "validThrough": "2027-01-03"}
    assert rows == [
        {"@type": "OpeningHoursSpecification", "name": "Winter break", "opens": "00:00", "closes": "00:00"} | days
    ]


def test_a_clinic_by_appointment_is_closed_until_the_day_after_its_closures(at: Move) -> None:
    close(BREAK, {"label": "Move", "first_day": date(2027, 1, 4), "last_day": date(2027, 1, 5)}, weekdays=range(0))
    at("2026-12-28T10:00")
    assert "Closed until January 6" in page().footer.get_text()
    at("2027-01-06T00:00")
    assert "By appointment" in page().footer.get_text()


def test_the_hours_say_from_when_through_when_it_is_closed(at: Move) -> None:
    close(BREAK, BREAK | {"label": "Audit", "first_day": date(2026, 12, 14), "last_day": date(2026, 12, 14)})
    at("2026-12-14T10:00")
    rows = [" ".join(row.get_text(" ").split()) for row in page().footer.select(".hours tr")[7:]]
    assert rows == ["Audit, Dec 14 closed", "Winter break, Dec 24 to Jan 3 closed"]


# Notices ----------------------------------------------------------------------------------------------


def announce(**fields: Any) -> None:
    clinic, now = ClinicSettings.default(), timezone.now()
    notice = apps.get_model("content", "Notice")
    span = {"starts_at": now - timedelta(hours=1), "ends_at": now + timedelta(hours=1)}
    clinic.notices.add(notice(**span | fields))
    with TestCase.captureOnCommitCallbacks(execute=True):
        clinic.save()


def test_a_notice_can_be_for_a_part_of_the_site_alone() -> None:
    announce(text="New desk course", page=Page.objects.get(slug="conditions"))
    assert told(page("/conditions/")) == told(page("/conditions/hip-pain/")) == ["New desk course"]
    assert [told(page(address)) for address in ("/", "/contact/", "/search/", "/nowhere/")] == [[]] * 4


def test_what_is_important_comes_first_and_says_so() -> None:
    announce(text="New desk course", sort_order=1)
    announce(text="No water today", is_important=True, sort_order=2)
    assert told(page("/contact/")) == ["Important: No water today", "New desk course"]


def test_a_note_without_a_day_is_shown_from_two_weeks_before() -> None:
    days = {"clinic": ClinicSettings.default()} | BREAK | {"notice_from": None}
    with_note, without = SpecialDay(**days), SpecialDay(**days | {"note": ""})
    with_note.full_clean(exclude=["clinic"])
    without.full_clean(exclude=["clinic"])
    assert (with_note.notice_from, without.notice_from) == (date(2026, 12, 10), None)
