"""The monthly mail about health pages that are due for review."""

from datetime import UTC, datetime, timedelta

import pytest

from content.caching.version import invalidate
from content.models import ClinicSettings
from content.reviews.states import health_pages
from inquiries.models import InquiryRouting, Mail
from inquiries.schedule.reviews import send_review_reminder
from tests.content.reviews_help import practitioner, reviewed
from tests.inquiries.inbox_help import deliver

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def _real() -> None:
    ClinicSettings.objects.update(is_sample=False)
    InquiryRouting.objects.create(recipients="ines@clinic.example\nomar@clinic.example")


def queued() -> int:
    return Mail.objects.filter(purpose=Mail.Purpose.REVIEW_REMINDER).count()


def test_whoever_is_mailed_about_inquiries_hears_once_a_month_what_there_is_to_read() -> None:
    for day in range(0, 62):
        send_review_reminder(NOW + timedelta(days=day))
    assert queued() == 3 * 2
    sent = [message for message in deliver() if message.subject == "Health pages are waiting to be read"]
    assert [message.to for message in sent] == [["ines@clinic.example"], ["omar@clinic.example"]] * 3
    message = sent[0]
    assert f"Not reviewed: {health_pages().count()}" in message.body
    assert "Overdue" not in message.body
    assert "/admin/reports/reviews/" in message.body
    assert "/admin/reports/reviews/" in message.alternatives[0][0]


def test_nothing_to_read_is_not_mailed_and_uses_up_no_month() -> None:
    person = practitioner()
    for page in health_pages():
        reviewed(page, person)
    send_review_reminder(NOW)
    assert queued() == 0
    person.unpublish()
    invalidate()
    send_review_reminder(NOW + timedelta(days=1))
    assert queued() == 2


def test_the_sample_clinic_gets_no_reminder() -> None:
    ClinicSettings.objects.update(is_sample=True)
    send_review_reminder(NOW)
    assert queued() == 0
