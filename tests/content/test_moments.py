"""Days start and end at midnight at the clinic, even when the clocks change; moments are exact to the minute."""

from collections.abc import Callable, Iterable
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from bs4 import BeautifulSoup
from django.apps import apps
from django.test import Client, TestCase
from django.utils import timezone

pytestmark = pytest.mark.django_db
BROWSER = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
Move = Callable[[str], None]


@pytest.fixture
def at(time_machine: Any) -> Move:
    """Moves the clock to a moment in the clinic's own time."""

    def move(moment: str) -> None:
        zone = ZoneInfo(apps.get_model("content", "ClinicSettings").objects.get().time_zone)
        time_machine.move_to(datetime.fromisoformat(moment).replace(tzinfo=zone), tick=False)

    return move


def set_up(relation: str, rows: Iterable[dict[str, Any]]) -> None:
    """Replace rows of the sample clinic's settings."""
    clinic = apps.get_model("content", "ClinicSettings").objects.get()
    rows = [getattr(clinic, relation).model(**row) for row in rows]
    getattr(clinic, relation).set(rows)
    with TestCase.captureOnCommitCallbacks(execute=True):
        clinic.save()


@pytest.fixture
def weekdays() -> None:
    """Open Monday to Friday, 9 to 5."""
    hours = {"opens": time(9), "closes": time(17)}
    set_up("opening_hours", [{"weekday": day, **hours} for day in range(5)])


def page() -> BeautifulSoup:
    return BeautifulSoup(Client().get("/contact/").content, "html.parser")


def state() -> str:
    """Whether the clinic is open, in the page's words."""
    return page().footer.find("h2", string=lambda text: "now" in str(text)).get_text().strip()


@pytest.mark.parametrize("zone", ["America/New_York", "Europe/London", "Pacific/Auckland"])
@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("2026-06-01T08:59", "Closed now, opens today at 9 a.m."),
        ("2026-06-01T09:00", "Open now, until 5 p.m."),
        ("2026-06-01T16:59", "Open now, until 5 p.m."),
        ("2026-06-01T17:00", "Closed now, opens Tuesday at 9 a.m."),
        ("2026-06-01T23:59", "Closed now, opens Tuesday at 9 a.m."),
        ("2026-06-02T00:00", "Closed now, opens today at 9 a.m."),
        ("2026-06-05T17:00", "Closed now, opens Monday at 9 a.m."),
    ],
)
def test_opening_and_closing_time_are_the_clinics_own(
    weekdays: None, at: Move, zone: str, moment: str, said: str
) -> None:
    apps.get_model("content", "ClinicSettings").objects.update(time_zone=zone)
    at(moment)
    assert state() == said


@pytest.mark.parametrize(
    ("utc", "said"),
    [
        ("2026-03-06T13:59+00:00", "Closed now, opens today at 9 a.m."),  # five hours behind UTC
        ("2026-03-06T14:00+00:00", "Open now, until 5 p.m."),
        ("2026-03-09T12:59+00:00", "Closed now, opens today at 9 a.m."),  # four hours, after the second Sunday of March
        ("2026-03-09T13:00+00:00", "Open now, until 5 p.m."),
        ("2026-03-08T06:30+00:00", "Closed now, opens Monday at 9 a.m."),  # 1:30 a.m., before 2 becomes 3
        ("2026-10-30T13:00+00:00", "Open now, until 5 p.m."),
        ("2026-11-02T13:59+00:00", "Closed now, opens today at 9 a.m."),  # five hours again
        ("2026-11-02T14:00+00:00", "Open now, until 5 p.m."),
        ("2026-11-02T22:00+00:00", "Closed now, opens Tuesday at 9 a.m."),
    ],
)
def test_hours_stay_the_same_when_the_clocks_change(weekdays: None, time_machine: Any, utc: str, said: str) -> None:
    time_machine.move_to(datetime.fromisoformat(utc), tick=False)
    assert state() == said


@pytest.mark.parametrize(
    ("market", "moment", "said"),
    [
        ("US", "2026-11-26T18:00", "Closed until January 4"),
        ("UK", "2026-11-26T18:00", "Closed until 4 January"),
        ("US", "2026-12-28T00:00", "Closed until January 4"),
        ("US", "2026-12-29T00:00", "Closed now, opens Monday at 9 a.m."),
        ("UK", "2027-01-04T08:59", "Closed now, opens today at 09:00"),
    ],
)
def test_a_long_closure_says_until_which_day(weekdays: None, at: Move, market: str, moment: str, said: str) -> None:
    apps.get_model("content", "ClinicSettings").objects.update(market=market)
    set_up("special_days", [{"label": "Away", "first_day": date(2026, 11, 26), "last_day": date(2027, 1, 3)}])
    at(moment)
    for address in ("/contact/", "/search/?q=where+are+you"):
        text = " ".join(BeautifulSoup(Client().get(address).content, "html.parser").get_text(" ").split())
        assert text.count(said) == 2, address  # in the footer, and beside the form or on the contact page
    data = page().find("script", type="application/ld+json").string
    assert ('"validThrough":"2027-01-03"' in data) == (moment < "2027-01-04")


def told_days(soup: BeautifulSoup) -> tuple[bool, bool]:
    """Whether the holidays are shown to people, and to search engines."""
    return "Holidays" in soup.footer.get_text(), "Holidays" in soup.find("script", type="application/ld+json").string


@pytest.mark.parametrize(
    ("moment", "is_open", "is_told", "is_in_data"),
    [
        ("2026-11-30T10:00", True, False, True),  # 22 days ahead
        ("2026-12-01T00:00", False, True, True),
        ("2026-12-21T16:59", True, True, True),  # the day before
        ("2026-12-22T09:00", False, True, True),  # the first day
        ("2026-12-24T09:00", False, True, True),  # the last day
        ("2026-12-24T23:59", False, True, True),
        ("2026-12-25T00:00", False, False, False),
        ("2026-12-25T09:00", True, False, False),
    ],
)
def test_holidays_last_to_the_end_of_their_last_day(
    weekdays: None, at: Move, moment: str, is_open: bool, is_told: bool, is_in_data: bool
) -> None:
    set_up("special_days", [{"label": "Holidays", "first_day": date(2026, 12, 22), "last_day": date(2026, 12, 24)}])
    at(moment)
    assert state().startswith("Open now") == is_open
    assert told_days(page()) == (is_told, is_in_data)


@pytest.mark.parametrize(("seconds", "is_shown"), [(-1, False), (0, True), (3599, True), (3600, False)])
def test_a_notice_is_shown_from_its_start_and_not_at_its_end(time_machine: Any, seconds: int, is_shown: bool) -> None:
    start = timezone.now().replace(microsecond=0)
    set_up("notices", [{"text": "Burst pipe", "starts_at": start, "ends_at": start + timedelta(hours=1)}])
    time_machine.move_to(start + timedelta(seconds=seconds), tick=False)
    assert ("Burst pipe" in page().get_text()) == is_shown


# Days that are counted ---------------------------------------------------------------------------------


def test_a_search_counts_on_the_day_it_is_where_the_clinic_is(at: Move, settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = 0
    for moment in ("2026-06-01T23:59", "2026-06-02T00:00", "2026-06-02T20:30"):  # the last is already June 3 in London
        at(moment)
        Client(headers={"user-agent": BROWSER}).get("/search/", {"q": "neck"})
    counted = apps.get_model("site_search", "SearchDay").objects.order_by("date")
    assert list(counted.values_list("date", "searches")) == [(date(2026, 6, 1), 1), (date(2026, 6, 2), 2)]


def test_a_look_at_a_region_counts_on_the_day_it_is_where_the_clinic_is(at: Move, settings: Any) -> None:
    settings.COUNTS_STORED_AFTER_SECONDS = 0
    for moment in ("2026-06-01T23:59", "2026-06-02T00:00", "2026-06-02T20:30"):
        at(moment)
        Client(headers={"user-agent": BROWSER}).get("/pain-map/calf/")
    counted = apps.get_model("content", "RegionDay").objects.order_by("date")
    assert list(counted.values_list("date", "views")) == [(date(2026, 6, 1), 1), (date(2026, 6, 2), 2)]


@pytest.mark.parametrize(("period", "words"), [("7", {"0", "6"}), ("30", {"0", "6", "7", "29"})])
def test_a_period_ends_with_today_and_has_as_many_days_as_it_says(
    admin_client: Client, at: Move, period: str, words: set[str]
) -> None:
    at("2026-06-01T23:59")
    counted = apps.get_model("site_search", "SearchDay").objects
    for days in (0, 6, 7, 29, 30):
        counted.create(date=date(2026, 6, 1) - timedelta(days=days), words=str(days), searches=1)
    answer = admin_client.get("/admin/reports/searches/", {"export": "csv", "period": period})
    lines = b"".join(answer.streaming_content).decode().splitlines()[1:]
    assert {line.split(",")[0] for line in lines} == words


def test_the_admins_figure_is_of_the_last_four_weeks(admin_client: Client, at: Move) -> None:
    at("2026-06-28T23:59")
    counted = apps.get_model("content", "RegionDay").objects
    for day, region in [(date(2026, 6, 28), "calf"), (date(2026, 6, 1), "heel"), (date(2026, 5, 31), "temple")]:
        counted.create(date=day, region=region, views=1)
    soup = BeautifulSoup(admin_client.get("/admin/").content, "html.parser")
    assert {row.th.get_text(strip=True) for row in soup.select(".regions-table tr")} == {"Calf", "Heel"}
