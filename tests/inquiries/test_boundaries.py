"""Days, weeks and periods end at midnight in the clinic's time zone, even when its clocks change."""

import csv
import io
from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from django.apps import apps
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.test import Client
from openpyxl import load_workbook

from content.models import ClinicSettings
from tests.inquiries.inbox_help import listed, make_inquiry, signed_in, soup, staff
from tests.inquiries.trouble import work_one_round
from tests.inquiries.visitor import answers, deliver, send

pytestmark = pytest.mark.django_db
ALL = "/admin/inquiry/all/"


@pytest.fixture
def clinic() -> ClinicSettings:
    """A clinic in New York, open Monday to Friday, 9 to 5."""
    clinic = ClinicSettings.objects.get()
    clinic.opening_hours = [clinic.opening_hours.model(weekday=day, opens=time(9), closes=time(17)) for day in range(5)]
    clinic.special_days = []
    clinic.save()
    return clinic


@pytest.fixture
def owner() -> Client:
    return signed_in(staff(User, "owner", "view", "answer", "export", "erase"))


def moment(text: str) -> datetime:
    """`2026-11-03 15:30`, in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def reminded() -> list[str]:
    """The reminders sent by one round of the worker."""
    mail.outbox.clear()
    work_one_round()
    deliver()
    return [message.body for message in mail.outbox if "follow-up" in message.body]


# New York's clocks go back on November 1, 2026: midnight is at 04:00 UTC before that, and at 05:00 afterward.
@pytest.mark.parametrize(
    ("day", "not_yet", "due"),
    [
        ("2026-10-30", "2026-10-30 03:59", "2026-10-30 04:00"),
        ("2026-11-01", "2026-11-01 03:59", "2026-11-01 04:00"),
        ("2026-11-02", "2026-11-02 04:59", "2026-11-02 05:00"),
        ("2027-03-15", "2027-03-15 03:59", "2027-03-15 04:00"),
    ],
)
def test_a_follow_up_is_due_from_the_clinics_midnight(time_machine: Any, day: str, not_yet: str, due: str) -> None:
    inquiry = make_inquiry(state="contacted", follow_up_on=day)
    for now, found in ((not_yet, []), (due, [inquiry.reference])):
        time_machine.move_to(moment(now), tick=False)
        owner = signed_in(User.objects.filter(username="o").first() or staff(User, "o", "view"))
        assert listed(owner.get(f"{ALL}?follow_up=due")) == found, now
        tiles = " ".join(soup(owner.get("/admin/")).select_one(".inbox-tiles").text.split())
        assert ("1 to follow up" in tiles) == bool(found), now


@pytest.mark.parametrize(
    ("day", "asleep", "awake"),
    [("2026-10-30", "2026-10-30 09:54", "2026-10-30 10:00"), ("2026-11-02", "2026-11-02 10:54", "2026-11-02 11:00")],
)
def test_reminders_go_out_from_six_in_the_clinics_morning(clinic, time_machine, day: str, asleep, awake) -> None:
    make_inquiry(state="contacted", follow_up_on=day)
    make_inquiry(state="contacted", follow_up_on="2026-11-03")  # due tomorrow at the earliest
    apps.get_model("inquiries.Mail").objects.all().delete()
    time_machine.move_to(moment(asleep), tick=False)
    assert reminded() == []
    time_machine.move_to(moment(awake), tick=False)
    (body,) = reminded()
    assert "1 follow-up is due" in body
    time_machine.move_to(moment(awake).replace(hour=20), tick=False)
    assert reminded() == []


@pytest.mark.parametrize(
    ("given", "days"),
    [({"state": "new"}, 180), ({"state": "booked"}, 180), ({"state": "closed"}, 180), ({"is_suspect": True}, 30)],
)
def test_retention_ends_to_the_minute_on_its_last_day(time_machine: Any, given: dict[str, Any], days: int) -> None:
    received = moment("2026-11-03 15:30")
    make_inquiry(created_at=received, **given)
    inquiries = apps.get_model("inquiries.Inquiry").objects
    for hours, left in ((-0.1, 1), (0.1, 0)):
        time_machine.move_to(received.timestamp() + days * 86400 + hours * 3600, tick=False)
        call_command("purge", stdout=io.StringIO())
        assert inquiries.count() == left


def test_what_is_to_be_followed_up_today_is_kept_until_the_clinics_day_is_over(time_machine: Any) -> None:
    make_inquiry(state="closed", created_at=moment("2026-01-01 12:00"), follow_up_on="2026-11-03")
    inquiries = apps.get_model("inquiries.Inquiry").objects
    for now, left in (("2026-11-04 04:59", 1), ("2026-11-04 05:00", 0)):
        time_machine.move_to(moment(now), tick=False)
        call_command("purge", stdout=io.StringIO())
        assert inquiries.count() == left


def test_weeks_of_the_figures_begin_on_the_clinics_monday(time_machine: Any, owner: Client) -> None:
    for received in (
        "2026-08-17 03:59",  # before the first of the twelve weeks
        "2026-08-17 04:00",
        "2026-11-02 04:59",  # still Sunday in New York
        "2026-11-02 05:00",
        "2026-11-03 15:00",
    ):
        make_inquiry(created_at=moment(received))
    time_machine.move_to(moment("2026-11-04 17:00"), tick=False)
    dashboard = signed_in(User.objects.get(username="owner")).get("/admin/")
    table = soup(dashboard).select_one(".inbox-bars")
    weeks = {row.th.text: row.select("td")[-1].text for row in table.select("tbody tr")}
    assert len(weeks) == 12
    all_pages = [cell.text for cell in soup(dashboard).select(".inbox-bars--pages tfoot td")]
    assert all_pages[1] == "4"  # in the same weeks
    assert {week: count for week, count in weeks.items() if count != "0"} == {
        "Aug 17": "1",
        "Oct 26": "1",
        "Nov 2": "2",
    }


def test_the_list_is_narrowed_to_days_of_the_clinic(owner: Client) -> None:
    at = ("2026-11-03 04:59", "2026-11-03 05:00", "2026-11-04 04:59", "2026-11-04 05:00")
    _, first, last, _ = [make_inquiry(created_at=moment(text)).reference for text in at]
    shown = owner.get(f"{ALL}?created_at_from=2026-11-03&created_at_to=2026-11-03")
    assert listed(shown) == [last, first]


# Exports --------------------------------------------------------------------------------------------


def test_an_export_says_times_as_the_clinics_clock_does_in_bytes_that_spreadsheets_read(time_machine: Any) -> None:
    received, answered = moment("2026-10-31 15:30"), moment("2026-11-03 15:30")
    make_inquiry(name="Zoë", created_at=received, first_answered_at=answered, follow_up_on=date(2026, 11, 9))
    time_machine.move_to(moment("2026-11-04 03:00"), tick=False)
    owner = signed_in(staff(User, "owner", "view", "export"))
    answer = owner.get(f"{ALL}?export=csv")
    raw = b"".join(answer.streaming_content)
    assert raw.startswith(b"\xef\xbb\xbfReference,")  # without the byte-order mark a spreadsheet reads Zoë as ZoÃ«
    assert raw.count(b"\xef\xbb\xbf") == 1
    assert "Zoë".encode() in raw
    (row,) = csv.DictReader(io.StringIO(raw[3:].decode("utf-8")))
    times = ("2026-10-31 11:30", "2026-11-03 10:30")  # before and after the clocks went back
    assert (row["Received"], row["First answered"]) == times
    assert 'filename="inquiries-2026-11-03.csv"' in answer["Content-Disposition"]
    book = owner.get(f"{ALL}?export=xlsx")
    heads, cells = load_workbook(io.BytesIO(b"".join(book.streaming_content))).active.rows
    sheet = {head.value: cell for head, cell in zip(heads, cells, strict=True)}
    received_cell, answered_cell = sheet["Received"], sheet["First answered"]
    assert [received_cell.value, answered_cell.value] == [datetime.fromisoformat(time) for time in times]
    assert received_cell.number_format == "yyyy-mm-dd hh:mm"
    assert sheet["Follow up on"].value == date(2026, 11, 9)
    assert sheet["Follow up on"].number_format == "yyyy-mm-dd"


# When to expect an answer ---------------------------------------------------------------------------

CLOSED = "We are closed right now and open again "


@pytest.mark.parametrize(
    ("now", "opens"),
    [
        ("2026-10-30 12:59", "today at 9 a.m."),
        ("2026-10-30 13:01", ""),
        ("2026-10-30 20:59", ""),
        ("2026-10-30 21:01", "on Monday, November 2, at 9 a.m."),
        ("2026-11-02 13:59", "today at 9 a.m."),  # an hour later in UTC, since the clocks went back
        ("2026-11-02 14:01", ""),
    ],
)
def test_the_confirmation_says_when_the_clinic_opens_again(client, clinic, time_machine, now: str, opens: str) -> None:
    time_machine.move_to(moment(now), tick=False)
    send(client, answers(client))
    deliver()
    (body,) = [message.body for message in mail.outbox if message.to == ["ada@example.com"]]
    assert (CLOSED in body) == bool(opens)
    assert CLOSED + opens in body or not opens


def test_a_closed_day_counts_until_its_last_midnight(client: Client, clinic: ClinicSettings, time_machine: Any) -> None:
    first, last = datetime(2026, 11, 2).date(), datetime(2026, 11, 3).date()
    clinic.special_days = [clinic.special_days.model(label="Closed", first_day=first, last_day=last)]
    clinic.save()
    time_machine.move_to(moment("2026-11-04 04:00"), tick=False)  # 11 p.m. on the last day
    send(client, answers(client))
    deliver()
    (body,) = [message.body for message in mail.outbox if message.to == ["ada@example.com"]]
    assert f"{CLOSED}on Wednesday, November 4, at 9 a.m." in body
