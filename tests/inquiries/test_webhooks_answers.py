"""Visitors' replies by mail, as a mail service delivers them."""

import base64
from typing import Any

import pytest
from django.core import mail
from django.db import connection
from django.test import Client

from inquiries.mail.outbox import enqueue_held
from inquiries.models import Inquiry, Mail, Message
from tests.inquiries.visitor import deliver
from tests.inquiries.webhook_calls import CANARY, answer_to, call, confirmation

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("webhooks")]


def test_an_answer_joins_its_inquiry_encrypted_and_staff_hear_without_content(client, inquiry, settings) -> None:
    deliver()
    mail.outbox.clear()
    for _ in range(3):  # services retry when in doubt
        assert call(client, "inbound", answer_to(confirmation())) == 200
    message = Message.objects.get()
    assert (message.inquiry, message.kind, message.text) == (inquiry, Message.Kind.INBOUND, CANARY)
    with connection.cursor() as cursor:
        cursor.execute("SELECT text FROM inquiries_message")
        assert "zebra" not in cursor.fetchone()[0]
    inquiry.refresh_from_db()
    assert inquiry.wrote_again_at
    deliver()
    (notice,) = mail.outbox
    assert notice.to == ["hello@example.com"]
    assert "zebra" not in notice.body + notice.subject + str(notice.alternatives)
    assert inquiry.admin_url in notice.body


@pytest.mark.parametrize("way", ["plus", "copy", "original", "references", "subject"])
def test_an_answer_is_joined_in_each_known_way(client: Client, inquiry: Inquiry, way: str) -> None:
    deliver()
    confirmed = next(m for m in mail.outbox if m.to == ["ada@example.com"])
    assert confirmed.reply_to == [f"answers+{inquiry.reference}@in.example.com"]
    ways: dict[str, dict[str, Any]] = {
        "plus": {"ToFull": [{"Email": f"answers+{inquiry.reference.lower()}@in.example.com", "Name": ""}]},
        "copy": {"CcFull": [{"Email": f"answers+{inquiry.reference}@in.example.com", "Name": ""}]},
        "original": {"OriginalRecipient": f"answers+{inquiry.reference}@in.example.com"},
        "references": {"headers": {"References": f"<other@x> {confirmation().message_id}"}},
        "subject": {"Subject": f"Re: {confirmed.subject}"},
    }
    call(client, "inbound", answer_to(None, **ways[way]))
    assert Message.objects.get().inquiry == inquiry


def test_a_mail_that_answers_nothing_is_kept_as_a_suspect(client: Client) -> None:
    for _ in range(2):
        assert call(client, "inbound", answer_to()) == 200
    stray = Inquiry.objects.get()
    assert stray.is_suspect
    assert CANARY in stray.message
    assert stray.email == "ada@example.com"
    assert not Mail.objects.exists()
    enqueue_held(stray)
    deliver()
    assert {m.to[0] for m in mail.outbox} == {"hello@example.com", "ada@example.com"}


def test_a_reference_in_the_subject_by_somebody_else_joins_nothing(client: Client, inquiry: Inquiry) -> None:
    stranger = {"FromFull": {"Email": "eve@example.com", "Name": ""}, "Subject": f"({inquiry.reference})"}
    call(client, "inbound", answer_to(None, **stranger))
    assert not Message.objects.exists()


def test_an_answer_from_another_address_says_so(client: Client, inquiry: Inquiry) -> None:
    call(client, "inbound", answer_to(confirmation(), FromFull={"Email": "work@example.com", "Name": ""}))
    assert "From another address: work@example.com" in Message.objects.get().text


def test_an_out_of_office_note_rings_no_bell(client: Client, inquiry: Inquiry) -> None:
    call(client, "inbound", answer_to(confirmation(), headers={"Auto-Submitted": "auto-replied"}))
    assert Message.objects.count() == 1
    inquiry.refresh_from_db()
    assert inquiry.wrote_again_at is None
    assert not Mail.objects.filter(purpose=Mail.Purpose.REPLY_NOTICE).exists()
    call(client, "inbound", answer_to(None, MessageID="p-2", headers={"Auto-Submitted": "auto-replied"}))
    assert Inquiry.objects.count() == 1


REPORT = """From: MAILER-DAEMON@mx.example
To: answers@in.example.com
Subject: Undelivered Mail
Message-ID: <dsn@mx.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

I'm sorry.
--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; ada@example.com
Action: failed
Status: 5.1.1

--b
Content-Type: text/rfc822-headers

Message-ID: {id}
To: ada@example.com

--b--
"""


def test_a_report_of_failed_delivery_counts_as_a_bounce(client: Client, inquiry: Inquiry) -> None:
    deliver()
    data = answer_to() | {"RawEmail": REPORT.format(id=confirmation().message_id)}
    assert call(client, "inbound", data) == 200
    assert confirmation().state == Mail.State.BOUNCED
    inquiry.refresh_from_db()
    assert inquiry.email_failed
    assert not Message.objects.exists()


def test_a_mail_with_big_pictures_comes_in_and_a_big_call_of_a_stranger_does_not(client: Client, inquiry) -> None:
    picture = {"Name": "hip.jpg", "ContentType": "image/jpeg", "Content": base64.b64encode(b"x" * 4_000_000).decode()}
    data = answer_to(confirmation(), Attachments=[picture])
    assert call(client, "inbound", data, "service:wrong") == 403
    assert call(client, "inbound", data) == 200
    assert "not kept here: 1" in Message.objects.get().text


def test_strange_mails_break_nothing(client: Client, inquiry: Inquiry) -> None:
    strange = [
        {"TextBody": "a\x00b", "Subject": None, "MessageID": "s-1", "Headers": []},
        {"TextBody": "", "HtmlBody": "<style>x</style><p>Hello<br>there</p>", "MessageID": "s-2", "Headers": []},
        {"FromFull": None, "MessageID": "s-3", "Headers": []},
        {
            "Subject": "x" * 5000,
            "MessageID": "s-4",
            "Headers": [{"Name": "Message-ID", "Value": "<" + "y" * 900 + ">"}],
        },
    ]
    for data in strange:
        assert call(client, "inbound", answer_to() | data) == 200
    assert Inquiry.objects.filter(is_suspect=True).count() == 4
    assert any("there" in i.message and "style" not in i.message for i in Inquiry.objects.all())
