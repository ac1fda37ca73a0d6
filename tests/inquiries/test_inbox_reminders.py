"""Reminders go out in opening hours, once a day; search terms depend on the secret key."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from content.models import ClinicSettings
from inquiries.inbox.waiting import overdue
from inquiries.models import Inquiry, Mail
from inquiries.privacy.retention import inquiry_settings, of_person
from inquiries.schedule.jobs import JOBS, rebuild_blind_index, run_due_jobs, send_suspect_digest
from inquiries.schedule.reminders import send_reminders
from tests.inquiries.inbox_help import make_inquiry, staff

pytestmark = pytest.mark.django_db
FRIDAY_NOON = datetime(2026, 10, 30, 16, tzinfo=UTC)  # 12:00 in New York, two days before the clocks go back


@pytest.fixture
def clinic(settings: Any) -> ClinicSettings:
    settings.TIME_ZONE = "America/New_York"
    clinic = ClinicSettings.default()
    clinic.opening_hours = [clinic.opening_hours.model(weekday=day, opens=time(9), closes=time(17)) for day in range(5)]
    clinic.special_days = []
    clinic.save()
    limits = inquiry_settings()
    limits.answer_within_hours = 8
    limits.save()
    return clinic


def at(hours: float) -> datetime:
    return FRIDAY_NOON + timedelta(hours=hours)


def test_only_opening_hours_count(clinic: ClinicSettings, time_machine: Any) -> None:
    inquiry = make_inquiry(created_at=FRIDAY_NOON)
    # Friday 12 to 5 is five hours; the weekend doesn't count; Monday from 9 adds three more, an hour later in UTC.
    assert list(overdue(at(5))) == []
    assert list(overdue(at(60))) == []
    assert list(overdue(datetime(2026, 11, 2, 16, 59, tzinfo=UTC))) == []
    assert list(overdue(datetime(2026, 11, 2, 17, 1, tzinfo=UTC))) == [inquiry]


def test_closed_days_do_not_count(clinic: ClinicSettings) -> None:
    day = datetime(2026, 11, 2).date()
    clinic.special_days = [clinic.special_days.model(label="Closed", first_day=day, last_day=day)]
    clinic.save()
    make_inquiry(created_at=FRIDAY_NOON)
    assert list(overdue(datetime(2026, 11, 3, 13, tzinfo=UTC))) == []


def test_one_mail_a_day_says_how_many_and_nobody(clinic: ClinicSettings) -> None:
    make_inquiry(created_at=FRIDAY_NOON - timedelta(days=3))
    make_inquiry(created_at=FRIDAY_NOON - timedelta(days=3), is_suspect=True)
    make_inquiry(state="contacted", follow_up_on=FRIDAY_NOON.date())
    make_inquiry(state="closed", follow_up_on=FRIDAY_NOON.date())
    Mail.objects.all().delete()
    assert send_reminders(FRIDAY_NOON) == 1
    assert send_reminders(at(1)) == 0
    call_command("deliver", "--once", stdout=open("/dev/null", "w"))  # noqa: SIM115
    (sent,) = [message for message in mail.outbox if "waiting" in message.subject]
    assert "1 inquiry has been waiting" in sent.body
    assert "1 follow-up is due" in sent.body
    assert "/admin/inquiry/" in sent.body
    assert "Ada" not in sent.body + sent.subject
    assert send_reminders(at(24)) == 0  # Saturday
    assert send_reminders(at(72)) == 1


def reminders() -> dict[str, str]:
    """What each recipient was sent."""
    mail.outbox.clear()
    call_command("deliver", "--once", stdout=open("/dev/null", "w"))  # noqa: SIM115
    return {message.to[0]: message.body for message in mail.outbox if "waiting" in message.subject}


def test_who_waits_too_long_is_told_the_same_day(clinic: ClinicSettings) -> None:
    limits = inquiry_settings()
    limits.answer_within_hours = 2
    limits.save()
    received = datetime(2026, 10, 30, 13, 30, tzinfo=UTC)  # Friday, 9:30 a.m.
    make_inquiry(created_at=received)
    Mail.objects.all().delete()
    for hours in (-3.5, 1, 1.9):
        run_due_jobs(received + timedelta(hours=hours))
        assert not reminders()
    run_due_jobs(received + timedelta(hours=2.1))
    assert len(reminders()) == 1
    run_due_jobs(received + timedelta(hours=3))
    assert not reminders()


def test_a_follow_up_goes_to_whom_it_is_assigned_also_while_reminders_are_off(clinic: ClinicSettings) -> None:
    limits = inquiry_settings()
    limits.remind = False
    limits.save()
    colleague, left, silent = staff(User, "colleague", "view"), staff(User, "left"), staff(User, "silent", "view")
    User.objects.filter(pk=silent.pk).update(email="")
    for assignee in (colleague, colleague, left, None, silent):
        make_inquiry(state="contacted", follow_up_on=FRIDAY_NOON.date(), assignee=assignee)
    Mail.objects.all().delete()
    send_reminders(FRIDAY_NOON)
    assert send_reminders(at(1)) == 0
    said = reminders()
    assert "2 follow-ups are due" in said["colleague@clinic.example"]
    # Unassigned, or to somebody who lost access or has no address.
    assert "3 follow-ups are due" in said["hello@example.com"]
    assert len(said) == 2


def test_staff_hear_a_day_before_what_nobody_answered_is_erased(clinic: ClinicSettings) -> None:
    limits = inquiry_settings()
    limits.remind, limits.keep_open_days = False, 30
    limits.save()
    make_inquiry(created_at=at(24) - timedelta(days=29, hours=12))
    make_inquiry(created_at=at(24) - timedelta(days=29, hours=12), state="contacted")
    Mail.objects.all().delete()
    assert send_reminders(FRIDAY_NOON) == 0
    assert send_reminders(at(24)) == 1  # sent on a Saturday, because it can't wait
    (body,) = reminders().values()
    assert "1 unanswered inquiry will be deleted tomorrow" in body


def test_suspects_since_the_last_look_are_told_however_long_ago_that_was() -> None:
    send_suspect_digest(FRIDAY_NOON)
    make_inquiry(is_suspect=True, created_at=at(1))
    send_suspect_digest(at(72))  # the job hadn't run for days
    assert Mail.objects.filter(purpose=Mail.Purpose.SUSPECT_DIGEST).count() == 1
    send_suspect_digest(at(90))
    assert Mail.objects.filter(purpose=Mail.Purpose.SUSPECT_DIGEST).count() == 1


def test_no_reminder_when_all_is_answered_or_staff_want_none(clinic: ClinicSettings) -> None:
    make_inquiry(created_at=FRIDAY_NOON - timedelta(days=3), state="contacted")
    assert send_reminders(FRIDAY_NOON) == 0
    make_inquiry(created_at=FRIDAY_NOON - timedelta(days=3))
    limits = inquiry_settings()
    limits.remind = False
    limits.save()
    assert send_reminders(FRIDAY_NOON) == 0


def test_without_opening_hours_a_closed_day_does_not_count_either(clinic: ClinicSettings) -> None:
    day = datetime(2026, 10, 31).date()
    clinic.opening_hours = []
    clinic.special_days = [clinic.special_days.model(label="Closed", first_day=day, last_day=day)]
    clinic.save()
    inquiry = make_inquiry(created_at=datetime(2026, 10, 31, 3, tzinfo=UTC))  # Friday, 11 p.m.: one hour
    assert list(overdue(datetime(2026, 11, 1, 10, tzinfo=UTC))) == []  # Sunday, 5 a.m.: six more, as clocks go back
    assert list(overdue(datetime(2026, 11, 1, 12, tzinfo=UTC))) == [inquiry]


def test_a_clinic_without_opening_hours_counts_every_hour(clinic: ClinicSettings) -> None:
    clinic.opening_hours = []
    clinic.save()
    make_inquiry(created_at=FRIDAY_NOON)
    assert list(overdue(at(7))) == []
    assert len(overdue(at(9))) == 1


def test_people_are_found_after_the_secret_key_changed(settings: Any) -> None:
    make_inquiry()
    settings.SECRET_KEY = "another-" + "y" * 50
    assert not of_person("ada@example.com", "").exists()
    assert rebuild_blind_index(timezone.now()) == 1
    assert rebuild_blind_index(timezone.now()) == 0
    assert of_person("ada@example.com", "").exists()


def test_a_missing_encryption_key_costs_no_text(settings: Any) -> None:
    inquiry = make_inquiry()
    kept = settings.FIELD_KEYS
    settings.FIELD_KEYS = ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="]
    settings.SECRET_KEY = "another-" + "y" * 50
    for job in JOBS:
        job.run(timezone.now())
    settings.FIELD_KEYS = kept
    inquiry = Inquiry.objects.get(pk=inquiry.pk)
    assert inquiry.name == "Ada Example"
