"""Mails, calendar files, exports and jobs use the clinic's time zone, wherever its server is."""

import csv
import io
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from icalendar import Calendar

from inquiries.models import Inquiry, Mail
from inquiries.schedule.jobs import run_due_jobs
from tests.inquiries.inbox_help import deliver, make_inquiry, signed_in, soup, staff, step
from tests.zone_help import move_clinic

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "starts", "said"),
    [
        ("2026-03-27", "2026-03-27T10:00:00+00:00", "Friday, March 27, 2026, 10 a.m. to 10:45 a.m. (GMT)"),
        ("2026-03-30", "2026-03-30T09:00:00+00:00", "Monday, March 30, 2026, 10 a.m. to 10:45 a.m. (BST)"),
    ],
)
def test_an_invitation_means_the_clinics_ten_o_clock(
    desk: Client, time_machine: Any, day: str, starts: str, said: str
) -> None:
    time_machine.move_to("2026-03-20T12:00:00+00:00")
    move_clinic("Europe/London")
    inquiry = make_inquiry()
    deliver()
    step(desk, inquiry, "proposal", day=day, time="10:00", minutes=45, text="", key=uuid4())
    (sent,) = deliver()
    assert said in sent.body
    (file,) = [part for part in sent.message().walk() if part.get_content_type() == "text/calendar"]
    (event,) = Calendar.from_ical(file.get_payload(decode=True)).walk("VEVENT")
    assert event.decoded("dtstart").isoformat() == starts


def test_a_mail_says_when_the_clinic_opens_by_its_own_clock(time_machine: Any) -> None:
    time_machine.move_to("2026-06-02T13:00:00+00:00")  # Tuesday 9 a.m. in New York, Wednesday 1 a.m. in Auckland
    move_clinic("Pacific/Auckland")
    make_inquiry()
    (receipt,) = [sent for sent in deliver() if sent.to == ["ada@example.com"]]
    assert "open again today at 9 a.m." in receipt.body


def test_an_export_written_while_it_is_sent_has_the_clinics_times(time_machine: Any) -> None:
    time_machine.move_to("2026-06-01T13:00:00+00:00")
    move_clinic("Pacific/Auckland")
    make_inquiry()
    owner = signed_in(staff(User, "owner", "view", "answer", "export"))
    answer = owner.get("/admin/inquiry/all/?export=csv")
    assert "inquiries-2026-06-02" in answer["Content-Disposition"]
    (row,) = csv.DictReader(io.StringIO(b"".join(answer.streaming_content).decode("utf-8-sig")))
    assert "2026-06-02 01:00" in row.values()


@pytest.mark.parametrize(("hour", "minute", "reminded"), [(17, 59, False), (18, 0, True)])  # 5:59 and 6:00 in Auckland
def test_reminders_go_out_at_six_in_the_clinics_morning(
    time_machine: Any, hour: int, minute: int, reminded: bool
) -> None:
    move_clinic("Pacific/Auckland")
    inquiry = make_inquiry()
    Inquiry.objects.filter(pk=inquiry.pk).update(follow_up_on="2026-06-03")  # already begun in Auckland
    run_due_jobs(datetime(2026, 6, 2, hour, minute, tzinfo=UTC))
    assert Mail.objects.filter(purpose=Mail.Purpose.REMINDER).exists() == reminded


def test_erasing_by_hand_goes_by_the_clinics_day(time_machine: Any) -> None:
    time_machine.move_to("2026-06-02T05:00:00+00:00")  # already Tuesday where the server stands
    move_clinic("Pacific/Honolulu")
    make_inquiry(state="closed", created_at=datetime(2020, 1, 1, tzinfo=UTC), follow_up_on="2026-06-01")
    call_command("purge", verbosity=0)
    assert Inquiry.objects.exists()


def test_a_wait_is_counted_in_the_clinics_days(desk: Client, time_machine: Any) -> None:
    time_machine.move_to("2026-06-02T03:00:00+00:00")
    move_clinic("Pacific/Auckland")
    received, first = datetime(2026, 6, 1, 21, tzinfo=UTC), datetime(2026, 6, 1, 23, tzinfo=UTC)  # Tuesday, 9 and 11
    make_inquiry(created_at=received, first_answered_at=first, state="contacted")
    desk.force_login(User.objects.get(username="desk"))
    panel = soup(desk.get("/admin/")).find(id="inbox-section")
    assert "2 h median time to the first answer" in " ".join(panel.text.split())
