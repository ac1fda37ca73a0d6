"""How a closure affects the promised time of an answer, and the measured time to answer."""

from datetime import UTC, date, datetime, time
from importlib import import_module
from typing import Any

import pytest
from django.apps import apps
from django.test import Client

from content.models import ClinicSettings
from content.text.hours import Schedule, Span, Special
from inquiries.inbox.waiting import open_hours
from inquiries.models import InquiryPage
from tests.inquiries.inbox_help import deliver, make_inquiry
from tests.inquiries.visitor import answers, send

pytestmark = pytest.mark.django_db
SOON = "get back to you, usually within one business day."


def close(first: date, last: date, note: str = "") -> None:
    clinic = ClinicSettings.default()
    hours, days = clinic.opening_hours.model, clinic.special_days.model
    clinic.opening_hours = [hours(weekday=day, opens=time(9), closes=time(17)) for day in range(5)]
    clinic.special_days = [days(label="Winter break", first_day=first, last_day=last, note=note)]
    clinic.save()


def receipt() -> str:
    make_inquiry()
    (sent,) = [sent for sent in deliver() if sent.to == ["ada@example.com"]]
    assert "Winter break" not in sent.body or "Winter break" in str(sent.alternatives[0][0])
    return " ".join(sent.body.split())


@pytest.mark.parametrize(
    ("moment", "promise"),
    [
        ("2026-12-22T15:00", SOON),  # Tuesday: open again tomorrow
        ("2026-12-23T15:00", "get back to you, usually by Monday, January 4."),
        ("2026-12-30T15:00", "get back to you, usually by Monday, January 4."),
        ("2027-01-04T00:00", SOON),
    ],
)
def test_the_receipt_promises_no_answer_while_nobody_is_there(time_machine: Any, moment: str, promise: str) -> None:
    close(date(2026, 12, 24), date(2027, 1, 3), "Happy New Year!")
    time_machine.move_to(f"{moment}-05:00", tick=False)
    said = receipt()
    assert promise in said
    assert ("Winter break: closed December 24 to January 3. Happy New Year!" in said) == (promise != SOON)


def test_the_thank_you_page_says_that_nobody_is_there(client: Client, time_machine: Any) -> None:
    close(date(2026, 12, 24), date(2027, 1, 3))
    time_machine.move_to("2026-12-30T15:00-05:00", tick=True)
    thanks = client.get(send(client, answers(client))["Location"]).content.decode()
    assert "Winter break: closed December 24 to January 3." in thanks


def test_closures_one_after_the_other_are_all_said(time_machine: Any) -> None:
    close(date(2026, 12, 28), date(2027, 1, 3))
    clinic = ClinicSettings.default()
    christmas = {"label": "Christmas", "first_day": date(2026, 12, 24), "last_day": date(2026, 12, 25)}
    clinic.special_days.add(clinic.special_days.model(**christmas))
    clinic.save()
    time_machine.move_to("2026-12-24T15:00-05:00", tick=False)
    said = receipt()
    assert "Christmas: closed December 24 to December 25. Winter break: closed December 28 to January 3." in said
    assert "usually by Monday, January 4." in said


def test_the_old_default_promise_follows_closures_after_the_migration() -> None:
    page = InquiryPage.objects.get()
    page.confirmation_opening = "Hello. We reply, usually within one business day. {clinic}"
    page.save_revision().publish()
    import_module("inquiries.migrations.0021_answer_promise").follow_closures(apps, None)
    page.refresh_from_db()
    assert page.confirmation_opening == "Hello. We reply, {answer}. {clinic}"
    assert page.latest_revision.content["confirmation_opening"] == page.confirmation_opening


def utc(*moment: int) -> datetime:
    return datetime(*moment, tzinfo=UTC)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("weekly", "start", "end", "hours"),
    [
        # Wednesday 3 p.m. to Monday 10 a.m. after the break, in New York: two hours plus one.
        ({day: [Span(time(9), time(17))] for day in range(5)}, utc(2026, 12, 23, 20), utc(2027, 1, 4, 15), 3),
        # For a clinic by appointment every hour outside the break counts: nine on Wednesday and ten on Monday.
        ({}, utc(2026, 12, 23, 20), utc(2027, 1, 4, 15), 19),
        ({}, utc(2026, 12, 26, 12), utc(2026, 12, 28, 12), 0),
    ],
)
def test_a_closure_is_no_part_of_the_time_that_an_answer_took(
    weekly: dict[int, list[Span]], start: datetime, end: datetime, hours: float
) -> None:
    closed = Special("Winter break", date(2026, 12, 24), date(2027, 1, 3), None)
    assert open_hours(Schedule(weekly, [closed]), start, end) == hours


def test_a_short_day_of_a_clinic_by_appointment_takes_nothing_away() -> None:
    short = Special("Short day", date(2026, 12, 24), date(2026, 12, 24), Span(time(9), time(12)))
    assert open_hours(Schedule({}, [short]), utc(2026, 12, 24, 12), utc(2026, 12, 24, 22)) == 10
