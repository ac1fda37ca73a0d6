"""The outbox's health: what is stuck, and which lost mails a person must look into."""

import smtplib
from datetime import UTC, datetime
from typing import Any

import pytest
from django.test import Client

from inquiries.mail.delivery_health import delivery_health
from inquiries.mail.outbox import enqueue, requeue
from inquiries.models import Inquiry, Mail
from tests.inquiries.visitor import deliver as run_worker

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("service")]


@pytest.mark.parametrize("code", [452, 550])
def test_a_notice_that_staffs_own_address_refuses_is_stuck_all_the_same(inquiry, service, clock, code: int) -> None:
    service.error = smtplib.SMTPRecipientsRefused({"hello@example.com": (code, b"no")})
    run_worker()
    clock(minutes=16)
    assert delivery_health().is_stuck


def test_health_in_numbers(client: Client, inquiry: Inquiry, service, clock) -> None:
    health = delivery_health()
    assert (health.backlog, health.failing, health.needs_attention, health.is_ok) == (2, 0, 0, True)
    service.error = ConnectionRefusedError()
    run_worker()
    clock(minutes=16)
    health = delivery_health()
    assert (health.failing, health.is_stuck, health.is_ok) == (2, True, False)
    assert 16 * 60 <= health.oldest_seconds < 17 * 60
    Mail.objects.update(state=Mail.State.NEEDS_ATTENTION)
    health = delivery_health()
    assert (health.backlog, health.is_stuck, health.needs_attention) == (0, False, 1)  # the notice to staff
    Inquiry.objects.update(state=Inquiry.State.CLOSED)
    assert delivery_health().is_ok


def replied(inquiry: Inquiry, state: str) -> Mail:
    """A reply that staff sent, whose mail is in the given state."""
    (mail_,) = enqueue(Mail.Purpose.REPLY, [inquiry.email], inquiry)
    Mail.objects.filter(pk=mail_.pk).update(state=state)
    return mail_


@pytest.mark.parametrize("done", [Inquiry.State.BOOKED, Inquiry.State.NOT_BOOKED, Inquiry.State.CLOSED])
def test_a_lost_reply_is_not_settled_by_closing_the_inquiry(inquiry: Inquiry, done: str) -> None:
    Mail.objects.update(state=Mail.State.NEEDS_ATTENTION)
    Inquiry.objects.update(state=done)
    assert delivery_health().is_ok
    lost = replied(inquiry, Mail.State.NEEDS_ATTENTION)
    assert delivery_health().needs_attention == 1
    (notice,) = enqueue(Mail.Purpose.BOUNCE_NOTICE, ["hello@example.com"], inquiry)
    Mail.objects.filter(pk=notice.pk).update(state=Mail.State.NEEDS_ATTENTION)
    assert delivery_health().needs_attention == 2
    notice.delete()
    requeue(lost)
    run_worker()
    assert delivery_health().is_ok


def test_a_lost_reply_is_settled_once_staff_were_told_to_call_or_wrote_again(inquiry: Inquiry, service) -> None:
    run_worker()
    replied(inquiry, Mail.State.BOUNCED)
    assert delivery_health().needs_attention == 1
    Inquiry.objects.update(state=Inquiry.State.BOOKED, email_failed=True)
    assert delivery_health().is_ok
    Inquiry.objects.update(email_failed=False)
    assert delivery_health().needs_attention == 1
    replied(inquiry, Mail.State.SENT)
    assert delivery_health().is_ok


def test_a_reply_that_went_out_before_settles_no_later_one_that_was_lost(inquiry: Inquiry) -> None:
    run_worker()
    replied(inquiry, Mail.State.SENT)
    replied(inquiry, Mail.State.BOUNCED)
    assert delivery_health().needs_attention == 1


def test_another_system_that_is_down_is_no_stuck_mail(inquiry: Inquiry, clock) -> None:
    run_worker()
    enqueue(Mail.Purpose.WEBHOOK, ["https://crm.example/hook"], inquiry)
    clock(minutes=16)
    assert (delivery_health().backlog, delivery_health().is_stuck) == (0, False)


def test_a_lost_test_mail_is_the_launch_lists_business(inquiry: Inquiry) -> None:
    (trial,) = enqueue(Mail.Purpose.TEST_MAIL, ["hello@example.com"])
    Mail.objects.filter(pk=trial.pk).update(state=Mail.State.NEEDS_ATTENTION)
    assert delivery_health().needs_attention == 0


def test_a_lost_reply_is_settled_by_a_later_one_of_the_inquiry_that_was_kept(inquiry: Inquiry) -> None:
    run_worker()
    kept = Inquiry.objects.create(name="Ada", message="Once more.")
    Inquiry.objects.filter(pk=inquiry.pk).update(merged_into=kept)
    replied(inquiry, Mail.State.BOUNCED)
    assert delivery_health().needs_attention == 1
    replied(kept, Mail.State.SENT)
    assert delivery_health().is_ok


@pytest.mark.parametrize("done", [{"state": "booked"}, {"state": "spam"}, {"first_answered_at": datetime.now(UTC)}])
def test_a_lost_notice_of_a_merged_inquiry_is_settled_with_the_one_that_is_kept(inquiry: Inquiry, done: Any) -> None:
    kept = Inquiry.objects.create(name="Ada", message="Once more.", **done)
    Mail.objects.filter(purpose=Mail.Purpose.STAFF_NOTICE).update(state=Mail.State.NEEDS_ATTENTION)
    assert delivery_health().needs_attention == 1
    Inquiry.objects.filter(pk=inquiry.pk).update(merged_into=kept)
    assert delivery_health().needs_attention == 0
