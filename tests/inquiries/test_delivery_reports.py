"""Delivery reports sent by mail count as bounces where their mail can be identified; a person's reply never does."""

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from inquiries.models import Inquiry, Mail, Message
from tests.inquiries import server_reports
from tests.inquiries.visitor import deliver
from tests.inquiries.webhook_calls import answer_to, call, confirmation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("webhooks")]


def hand_in(client: Client, inquiry: Inquiry, text: str) -> None:
    raw = text.format(id=confirmation().message_id, to=inquiry.email, ref=inquiry.reference)
    assert call(client, "inbound", answer_to() | {"RawEmail": raw}) == 200


def state_after(client: Client, inquiry: Inquiry, text: str) -> tuple[str, bool]:
    """The confirmation's state, and whether its address is marked as wrong."""
    deliver()
    hand_in(client, inquiry, text)
    inquiry.refresh_from_db()
    assert not Message.objects.exists()
    assert inquiry.wrote_again_at is None
    assert Inquiry.objects.count() == 1
    return confirmation().state, inquiry.email_failed


@pytest.mark.parametrize("server", server_reports.WRONG)
def test_a_report_in_plain_words_is_a_bounce(client: Client, inquiry: Inquiry, server: str) -> None:
    assert state_after(client, inquiry, server_reports.WRONG[server]) == ("bounced", True)


@pytest.mark.parametrize("server", server_reports.REFUSED)
def test_a_mail_given_up_on_is_no_wrong_address(client: Client, inquiry: Inquiry, server: str) -> None:
    assert state_after(client, inquiry, server_reports.REFUSED[server]) == ("bounced", False)


@pytest.mark.parametrize("server", server_reports.DELAYED)
def test_a_warning_is_a_delay(client: Client, inquiry: Inquiry, server: str) -> None:
    assert state_after(client, inquiry, server_reports.DELAYED[server]) == ("deferred", False)


STANDARD = """From: Bounces <bounces@mx.example.net>
To: answers@in.example.com
Subject: Report
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Nothing that tells.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example.net

Final-Recipient: rfc822; {{to}}
Action: {action}
Status: {status}

--b--
"""


@pytest.mark.parametrize(
    ("action", "status", "state", "is_wrong"),
    [
        ("failed", "5.1.1", "bounced", True),
        ("failed", "5.0.0", "bounced", True),
        ("failed", "5.7.1", "bounced", False),
        ("failed", "5.2.2", "bounced", False),
        ("failed", "4.4.7", "bounced", False),
        ("delayed", "4.4.1", "deferred", False),
        ("delivered", "2.0.0", "sent", False),
        ("relayed", "2.0.0", "sent", False),
    ],
)
def test_a_standard_report_without_the_original_is_matched_by_its_recipient(
    client: Client, inquiry: Inquiry, action: str, status: str, state: str, is_wrong: bool
) -> None:
    assert state_after(client, inquiry, STANDARD.format(action=action, status=status)) == (state, is_wrong)


def test_a_report_names_no_mail_of_long_ago(client: Client, inquiry: Inquiry) -> None:
    deliver()
    Mail.objects.update(sent_at=timezone.now() - timedelta(days=15))
    hand_in(client, inquiry, STANDARD.format(action="failed", status="5.1.1"))
    assert confirmation().state == "sent"
    assert Inquiry.objects.filter(is_suspect=True).exists()  # for staff to look at


def test_a_report_that_names_no_mail_is_shown_to_staff_once(client: Client, inquiry: Inquiry) -> None:
    deliver()
    mail.outbox.clear()
    for _ in range(2):
        hand_in(client, inquiry, server_reports.UNKNOWN)
    stray = Inquiry.objects.get(is_suspect=True)
    assert "stranger@elsewhere.example" in stray.message
    assert not stray.email  # nobody can reply to a daemon
    assert confirmation().state == "sent"
    deliver()
    (notice,) = mail.outbox
    assert stray.admin_url in notice.body


@pytest.mark.parametrize("text", [server_reports.QMAIL, server_reports.EXIM])  # by its id, and by whom it didn't reach
def test_a_report_of_a_notice_to_staff_needs_attention(client: Client, inquiry: Inquiry, text: str) -> None:
    deliver()
    notice = Mail.objects.get(purpose=Mail.Purpose.STAFF_NOTICE)
    hand_in(client, inquiry, text.replace("{id}", notice.message_id).replace("{to}", notice.recipient))
    notice.refresh_from_db()
    inquiry.refresh_from_db()
    assert notice.state == "bounced"
    assert not inquiry.email_failed


@pytest.mark.parametrize(
    "text",
    [
        "From: Ada <ada@example.com>\nSubject: Undeliverable parcel\n\nThe post returned my mail. Spam? Quota?",
        "From: postmaster@ada.example\nSubject: Monday\n\nMonday suits me.",
    ],
)
def test_a_person_writing_about_bounces_is_not_taken_for_a_report(client: Client, inquiry: Inquiry, text: Any) -> None:
    deliver()
    hand_in(client, inquiry, f"In-Reply-To: {confirmation().message_id}\n{text}")
    assert Message.objects.count() == 1
    assert confirmation().state == "sent"
