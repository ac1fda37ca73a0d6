"""Appointments proposed from the inbox, moved and canceled, in the visitor's calendar too."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.core.management import call_command
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from content.models import ClinicSettings, PractitionerPage
from inquiries.inbox.appointments import doubts_about
from inquiries.models import Inquiry, Message
from tests.forms import as_sent, form_with, refusals
from tests.inquiries.inbox_help import act, deliver, make_inquiry, page_of, seen_after, soup, step

pytestmark = pytest.mark.django_db


def test_a_proposed_appointment_carries_an_invitation(desk: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-10-28T12:00:00+00:00")
    inquiry = make_inquiry(about="Hip pain")
    deliver()
    data = {"day": "2026-11-02", "time": "10:00", "minutes": 45, "text": "We have a place.", "key": uuid4()}
    step(desk, inquiry, "proposal", **data)
    (sent,) = deliver()
    assert "Monday, November 2, 2026, 10 a.m. to 10:45 a.m." in sent.body
    parts = {part.get_content_type(): part for part in sent.message().walk()}
    invitation = parts["text/calendar"]
    assert invitation.get_param("method") == "REQUEST"
    calendar = Calendar.from_ical(invitation.get_payload(decode=True))
    assert calendar["METHOD"] == "REQUEST"
    (event,) = calendar.walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == "2026-11-02T15:00:00+00:00"  # New York, after the clocks went back
    assert event.decoded("dtend") - event.decoded("dtstart") == timedelta(minutes=45)
    assert "ada@example.com" in event["attendee"]
    assert "hip" not in calendar.to_ical().decode().lower()
    inquiry.refresh_from_db()
    assert inquiry.state == "contacted"


def invitations(sent: list[Any]) -> list[tuple[str, Any]]:
    """Method and event in each mail's calendar file."""
    found = []
    for message in sent:
        for part in message.message().walk():
            if part.get_content_type() == "text/calendar":
                calendar = Calendar.from_ical(part.get_payload(decode=True))
                assert calendar["METHOD"] == part.get_param("method")
                found.append((str(calendar["METHOD"]), calendar.walk("VEVENT")[0]))
    return found


def test_a_second_proposal_moves_the_first_and_calling_off_removes_it(desk: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-10-28T12:00:00+00:00")
    inquiry = make_inquiry()
    for day in ("2026-11-02", "2026-11-03"):
        step(desk, inquiry, "proposal", day=day, time="10:00", minutes=45, text="", key=uuid4())
        time_machine.shift(60)
    assert "Cancel the appointment on November 3, 2026" in desk.get(page_of(inquiry)).content.decode()
    step(desk, inquiry, "call-off", text="I am ill.", key=uuid4())
    assert "no upcoming appointment" in seen_after(desk, inquiry, "call-off", text="", key=uuid4()).content.decode()
    sent = deliver()
    (first, moved, off) = invitations(sent)
    assert [method for method, _ in (first, moved, off)] == ["REQUEST", "REQUEST", "CANCEL"]
    assert len({str(event["uid"]) for _, event in (first, moved, off)}) == 1
    assert [int(event["sequence"]) for _, event in (first, moved, off)] == [0, 1, 2]
    assert off[1]["status"] == "CANCELLED"
    assert off[1].decoded("dtstart") == moved[1].decoded("dtstart")
    assert "canceled" in sent[-1].subject
    assert "I am ill." in sent[-1].body
    assert "Tuesday, November 3, 2026, 10 a.m." in sent[-1].body
    timeline = soup(desk.get(page_of(inquiry))).select_one(".inbox-timeline").text
    assert "Canceled an appointment" in timeline


@pytest.mark.parametrize(
    ("day", "time", "words"),
    [
        ("2020-01-06", "10:00", "Choose a time in the future."),
        ("2027-03-14", "02:30", "The clocks go forward"),
        ("2028-11-06", "10:00", "Choose a day within two years."),
    ],
)
def test_impossible_appointments_are_refused(desk: Client, day: str, time: str, words: str, time_machine: Any) -> None:
    time_machine.move_to("2026-11-01T12:00:00+00:00")
    inquiry = make_inquiry()
    answer = step(desk, inquiry, "proposal", day=day, time=time, minutes=60, key=uuid4())
    assert words in answer.content.decode()
    assert not Message.objects.exists()


DOUBTFUL = {
    ("2026-11-08", "10:00"): "The clinic is closed that day. If it is right",
    ("2026-11-26", "10:00"): "The clinic is closed that day (Thanksgiving).",
    ("2026-11-03", "06:30"): "Outside the opening hours of that day: 9 a.m. to 6 p.m. If",
    ("2026-11-04", "10:30"): "{other} is booked for 10 a.m. If",
}


def test_a_doubtful_time_is_proposed_and_booked_only_once_staff_have_read_why(desk: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-11-01T12:00:00+00:00")
    clinic = ClinicSettings.default()
    clinic.special_days.create(label="Thanksgiving", first_day=date(2026, 11, 26), last_day=date(2026, 11, 26))
    clinic.save()
    at = timezone.make_aware(datetime(2026, 11, 4, 10))
    inquiry, other = make_inquiry(), make_inquiry(state="booked", booked_for=at)
    for (day, time), words in DOUBTFUL.items():
        shown = step(desk, inquiry, "proposal", day=day, time=time, minutes=60, text="", key=uuid4())
        assert words.format(other=other.reference) in " ".join(refusals(shown))
    assert not Message.objects.exists()
    for hour in (9, 17):  # the first hour of the day, and the last
        assert not doubts_about(inquiry, timezone.make_aware(datetime(2026, 11, 3, hour)))
    act(desk, inquiry, "proposal", **as_sent(form_with(shown.content, "minutes")))
    act(desk, inquiry, "state", state="booked")
    form = as_sent(form_with(desk.get(page_of(inquiry)).content, "booked_with"))
    assert (form["day"], form["time"][:5]) == ("2026-11-04", "10:30")  # the time that was proposed
    shown = step(desk, inquiry, "booked", **form)
    assert f"{other.reference} is booked for 10 a.m." in " ".join(refusals(shown))
    act(desk, inquiry, "booked", **as_sent(form_with(shown.content, "booked_with")))
    inquiry.refresh_from_db()
    assert timezone.localtime(inquiry.booked_for).isoformat() == "2026-11-04T10:30:00-05:00"


def test_sessions_with_two_practitioners_may_be_at_the_same_time(desk: Client) -> None:
    at = timezone.now() + timedelta(days=7)
    one, two = PractitionerPage.objects.live()[:2]
    booked, inquiry = make_inquiry(state="booked", booked_for=at, booked_with=one), make_inquiry()
    make_inquiry(state="booked", booked_for=at + timedelta(hours=3), merged_into=inquiry)
    assert "is booked with" in doubts_about(inquiry, at, booked_with=one)
    free = [doubts_about(inquiry, at, booked_with=two), doubts_about(Inquiry(booked_with=two), at)]
    free += [doubts_about(inquiry, at + timedelta(hours=hours)) for hours in (-1, 1, 3)]
    free.append(doubts_about(booked, at))  # its own time
    assert not [said for said in free if "is booked" in said]


def test_a_follow_up_that_is_due_today_keeps_its_inquiry_until_tomorrow(time_machine: Any) -> None:
    now = timezone.now()
    make_inquiry(state="closed", created_at=now - timedelta(days=4000), follow_up_on=timezone.localdate(now))
    call_command("purge", verbosity=0)
    assert Inquiry.objects.exists()
    time_machine.move_to(now + timedelta(days=1))
    call_command("purge", verbosity=0)
    assert not Inquiry.objects.exists()


def test_an_appointment_ahead_keeps_its_inquiry_however_old_it_is() -> None:
    now = timezone.now()
    inquiry = make_inquiry(state="booked", created_at=now - timedelta(days=4000), booked_for=now + timedelta(hours=1))
    call_command("purge", verbosity=0)
    assert Inquiry.objects.filter(pk=inquiry.pk).exists()
    Inquiry.objects.update(booked_for=now - timedelta(days=3000))
    call_command("purge", verbosity=0)
    assert not Inquiry.objects.filter(pk=inquiry.pk).exists()
