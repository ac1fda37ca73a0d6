"""Reminders in opening hours, once a day; and terms that follow the secret key."""

from datetime import UTC, datetime, time, timedelta
from typing import Any

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from content.models import ClinicSettings
from inquiries.daily import JOBS, renew_terms
from inquiries.inbox.searching import search
from inquiries.models import Inquiry, Mail
from inquiries.outbox import default_clinic
from inquiries.reminders import overdue, send_reminders
from inquiries.retention import inquiry_settings
from tests.inquiries.inbox_help import make_inquiry

pytestmark = pytest.mark.django_db
FRIDAY_NOON = datetime(2026, 10, 30, 16, tzinfo=UTC)  # 12:00 in New York, two days before the clocks go back


@pytest.fixture
def clinic(settings: Any) -> ClinicSettings:
    settings.TIME_ZONE = "America/New_York"
    clinic = default_clinic()
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
    # Friday 12 to 17 is five hours; nothing on the weekend; Monday from 9 three more, an hour later in UTC.
    assert overdue(at(5)) == []
    assert overdue(at(60)) == []
    assert overdue(datetime(2026, 11, 2, 16, 59, tzinfo=UTC)) == []
    assert overdue(datetime(2026, 11, 2, 17, 1, tzinfo=UTC)) == [inquiry]


def test_closed_days_do_not_count(clinic: ClinicSettings) -> None:
    day = datetime(2026, 11, 2).date()
    clinic.special_days = [clinic.special_days.model(label="Closed", first_day=day, last_day=day)]
    clinic.save()
    make_inquiry(created_at=FRIDAY_NOON)
    assert overdue(datetime(2026, 11, 3, 13, tzinfo=UTC)) == []


def test_one_mail_a_day_says_how_many_and_nobody(clinic: ClinicSettings) -> None:
    make_inquiry(created_at=FRIDAY_NOON - timedelta(days=3))
    make_inquiry(created_at=FRIDAY_NOON - timedelta(days=3), is_suspect=True)
    make_inquiry(state="contacted", follow_up_on=FRIDAY_NOON.date())
    Mail.objects.all().delete()
    assert send_reminders(FRIDAY_NOON) == 1
    assert send_reminders(at(1)) == 0
    call_command("deliver", "--once", stdout=open("/dev/null", "w"))  # noqa: SIM115
    (sent,) = [message for message in mail.outbox if "waiting" in message.subject]
    assert "1 inquiry waits" in sent.body
    assert "1 follow-up is due" in sent.body
    assert "/admin/inquiry/" in sent.body
    assert "Ada" not in sent.body + sent.subject
    assert send_reminders(at(24)) == 0  # Saturday
    assert send_reminders(at(72)) == 1


def test_no_reminder_when_all_is_answered_or_staff_want_none(clinic: ClinicSettings) -> None:
    make_inquiry(created_at=FRIDAY_NOON - timedelta(days=3), state="contacted")
    assert send_reminders(FRIDAY_NOON) == 0
    make_inquiry(created_at=FRIDAY_NOON - timedelta(days=3))
    limits = inquiry_settings()
    limits.remind = False
    limits.save()
    assert send_reminders(FRIDAY_NOON) == 0


def test_a_clinic_without_opening_hours_counts_every_hour(clinic: ClinicSettings) -> None:
    clinic.opening_hours = []
    clinic.save()
    make_inquiry(created_at=FRIDAY_NOON)
    assert overdue(at(7)) == []
    assert len(overdue(at(9))) == 1


def test_people_are_found_after_the_secret_key_changed(settings: Any) -> None:
    make_inquiry()
    settings.SECRET_KEY = "another-" + "y" * 50
    assert not search(Inquiry.objects.all(), "ada").exists()
    assert renew_terms(timezone.now()) == 1
    assert renew_terms(timezone.now()) == 0
    assert search(Inquiry.objects.all(), "ada").exists()


def test_a_missing_encryption_key_costs_no_text(settings: Any) -> None:
    inquiry = make_inquiry()
    kept = settings.FIELD_KEYS
    settings.FIELD_KEYS = ["b3RoZXIta2V5LW90aGVyLWtleS1vdGhlci1rZXktMTI="]
    settings.SECRET_KEY = "another-" + "y" * 50
    for job in JOBS:
        job(timezone.now())
    settings.FIELD_KEYS = kept
    inquiry = Inquiry.objects.get(pk=inquiry.pk)
    assert inquiry.name == "Ada Example"
