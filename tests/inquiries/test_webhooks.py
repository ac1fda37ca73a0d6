"""What mail services tell us: how mails fared, and what visitors answered."""

import base64
import itertools
import json
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.core import mail
from django.test import Client

from inquiries.models import Inquiry, InquiryEvent, Mail, Message
from tests.inquiries.test_inquiring import answers, deliver, send

pytestmark = pytest.mark.django_db
SECRET = "service:only-for-tests"
CANARY = "and now my knee zebra"


@pytest.fixture(autouse=True)
def _service(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "INBOUND_ADDRESS": "answers@in.example.com"}


def call(client: Client, path: str, data: dict[str, Any], secret: str = SECRET) -> int:
    headers = {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}
    answer = client.post(
        f"/anymail/postmark/{path}/", json.dumps(data), content_type="application/json", headers=headers
    )
    return answer.status_code


def told(kind: str, sent: Mail, **more: Any) -> dict[str, Any]:
    at = {"Delivery": "DeliveredAt", "Bounce": "BouncedAt"}.get(kind, "ReceivedAt")
    data = {"RecordType": kind, "MessageID": "not-known-yet", "Metadata": {"mail": sent.message_id}}
    return data | {at: "2099-01-01T00:00:00Z"} | more


HARD = {"Type": "HardBounce"}
SOFT = {"Type": "Transient"}
COMPLAINT = {"Type": "SpamComplaint"}


@pytest.fixture
def inquiry(client: Client) -> Inquiry:
    send(client, answers(client, phone="555 012 3456", contact_by="either"))
    return Inquiry.objects.get()


def confirmation() -> Mail:
    return Mail.objects.get(purpose=Mail.Purpose.CONFIRMATION)


EVENTS = [("Delivery", {}), ("Bounce", SOFT), ("Bounce", HARD), ("SpamComplaint", COMPLAINT)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_in_whatever_order_events_come_the_state_ends_the_same(client: Client, inquiry: Inquiry, order: Any) -> None:
    deliver()
    states = []
    for number in [*order, *order]:  # each of them twice
        kind, more = EVENTS[number]
        assert call(client, "tracking", told(kind, confirmation(), **more)) == 200
        states.append(confirmation().state)
    from inquiries.webhooks import ORDER

    ranks = [ORDER.index(state) for state in states]
    assert ranks == sorted(ranks)
    assert states[-1] == Mail.State.COMPLAINED
    kinds = [e.kind for e in inquiry.events.filter(kind__startswith="mail_")]
    assert sorted(kinds) == ["mail_bounced", "mail_complained", "mail_deferred", "mail_delivered"]
    notices = Mail.objects.filter(purpose=Mail.Purpose.BOUNCE_NOTICE)
    assert notices.count() == 1


def test_an_event_that_overtakes_our_own_note_is_not_lost(client: Client, inquiry: Inquiry) -> None:
    waiting = confirmation()
    assert waiting.state == Mail.State.QUEUED
    call(client, "tracking", told("Delivery", waiting))
    deliver()
    assert confirmation().state == Mail.State.DELIVERED
    assert [m.to for m in mail.outbox] == [["hello@example.com"]]  # what has arrived isn't sent again


def test_a_hard_bounce_of_the_confirmation_makes_staff_call(client: Client, inquiry: Inquiry) -> None:
    deliver()
    mail.outbox.clear()
    call(client, "tracking", told("Bounce", confirmation(), **HARD))
    inquiry.refresh_from_db()
    assert inquiry.email_failed
    deliver()
    (notice,) = mail.outbox
    assert notice.to == ["hello@example.com"]
    assert "call" in notice.body
    assert inquiry.reference in notice.subject
    assert not notice.reply_to  # answering by mail would fail again
    for secret in ("zebra", "555 012", "ada@example.com"):
        assert secret not in notice.body + notice.subject + str(notice.alternatives)


SOFT_BOUNCES = [
    {"Type": "SoftBounce"},  # Postmark
    {"event": "soft_bounce"},  # Brevo, Mandrill
    {"eventType": "Bounce", "bounce": {"bounceType": "Transient"}},  # Amazon SES
    {"type": "email.bounced", "data": {"bounce": {"type": "Transient"}}},  # Resend
    {"event": "bounce", "type": "blocked"},  # SendGrid
    {"event": "bounce", "hard_bounce": False},  # Mailjet
    {"type": "activity.soft_bounced"},  # MailerSend
    {"msys": {"message_event": {"type": "bounce", "bounce_class": "22"}}},  # SparkPost
]
HARD_BOUNCES = [
    {"Type": "HardBounce"},
    {"event": "hard_bounce"},
    {"eventType": "Bounce", "bounce": {"bounceType": "Permanent"}},
    {"event": "bounce", "type": "bounce"},
    {"event": "bounce", "hard_bounce": True},
    {"msys": {"message_event": {"type": "bounce", "bounce_class": "10"}}},
    None,
]


def bounce(sent: Mail, told_by_service: Any) -> None:
    """What anymail makes of a service's call."""
    event = AnymailTrackingEvent(
        event_type=EventType.BOUNCED,
        reject_reason=RejectReason.BOUNCED,
        metadata={"mail": sent.message_id},
        esp_event=told_by_service,
    )
    tracking.send(sender=None, event=event, esp_name="Any")


@pytest.mark.parametrize("told_by_service", SOFT_BOUNCES)
def test_a_bounce_that_may_pass_calls_no_address_wrong(client: Client, inquiry: Inquiry, told_by_service) -> None:
    deliver()
    bounce(confirmation(), told_by_service)
    assert confirmation().state == Mail.State.DEFERRED
    inquiry.refresh_from_db()
    assert not inquiry.email_failed
    assert not Mail.objects.filter(purpose=Mail.Purpose.BOUNCE_NOTICE).exists()
    call(client, "tracking", told("Delivery", confirmation()))
    assert confirmation().state == Mail.State.DELIVERED


@pytest.mark.parametrize("told_by_service", HARD_BOUNCES)
def test_a_bounce_for_ever_makes_staff_call_whoever_says_it(inquiry: Inquiry, told_by_service) -> None:
    deliver()
    bounce(confirmation(), told_by_service)
    inquiry.refresh_from_db()
    assert inquiry.email_failed
    assert confirmation().state == Mail.State.BOUNCED


def test_a_soft_bounce_by_a_services_own_call_is_a_delay(client: Client, inquiry: Inquiry) -> None:
    deliver()
    call(client, "tracking", told("Bounce", confirmation(), Type="SoftBounce"))
    assert confirmation().state == Mail.State.DEFERRED


@pytest.mark.parametrize("secret", ["", "service:wrong"])
def test_forged_calls_write_nothing(client: Client, inquiry: Inquiry, secret: str) -> None:
    deliver()
    assert call(client, "tracking", told("Bounce", confirmation(), **HARD), secret) == 403
    assert call(client, "inbound", answer_to(confirmation()), secret) == 403
    assert confirmation().state == Mail.State.SENT
    assert not Message.objects.exists()
    assert not InquiryEvent.objects.filter(kind__startswith="mail_").exists()


@pytest.mark.filterwarnings("ignore:Your Anymail webhooks are insecure")  # ours refuse them then
def test_without_a_secret_in_the_settings_every_call_is_refused(client: Client, inquiry: Inquiry, settings) -> None:
    settings.ANYMAIL = {}
    assert call(client, "tracking", told("Delivery", confirmation())) == 403
    assert call(client, "tracking", told("Delivery", confirmation()), "") == 403
    assert client.post("/anymail/mailgun/tracking/", {}).status_code == 404  # not set up
    assert client.post("/anymail/nosuch/tracking/", {}).status_code == 404
    assert confirmation().state == Mail.State.QUEUED


def test_events_of_mails_that_nobody_knows_are_ignored(client: Client, inquiry: Inquiry) -> None:
    data = told("Delivery", confirmation()) | {"Metadata": {}, "MessageID": "somebody-elses"}
    assert call(client, "tracking", data) == 200
    assert confirmation().state == Mail.State.QUEUED


def test_without_webhooks_nothing_is_called_delivered(inquiry: Inquiry) -> None:
    deliver()
    assert confirmation().status == "Sent, delivery unknown"


def answer_to(sent: Mail | None = None, **changed: Any) -> dict[str, Any]:
    headers = [{"Name": "Message-ID", "Value": "<their-1@mailer.example>"}]
    if sent:
        headers.append({"Name": "In-Reply-To", "Value": sent.message_id})
    headers += [{"Name": name, "Value": value} for name, value in changed.pop("headers", {}).items()]
    data = {
        "FromFull": {"Email": "ada@example.com", "Name": "Ada Example"},
        "ToFull": [{"Email": "answers@in.example.com", "Name": ""}],
        "Subject": "Re: your mail",
        "TextBody": CANARY,
        "MessageID": "p-1",
        "Headers": headers,
    }
    return data | changed


def test_an_answer_joins_its_inquiry_encrypted_and_staff_hear_without_content(client, inquiry, settings) -> None:
    deliver()
    mail.outbox.clear()
    for _ in range(3):  # services hand in again when in doubt
        assert call(client, "inbound", answer_to(confirmation())) == 200
    message = Message.objects.get()
    assert (message.inquiry, message.kind, message.text) == (inquiry, Message.Kind.INBOUND, CANARY)
    from django.db import connection

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


@pytest.mark.parametrize("way", ["plus", "original", "references", "subject"])
def test_an_answer_is_joined_in_each_known_way(client: Client, inquiry: Inquiry, way: str) -> None:
    deliver()
    confirmed = next(m for m in mail.outbox if m.to == ["ada@example.com"])
    assert confirmed.reply_to == [f"answers+{inquiry.reference}@in.example.com"]
    ways: dict[str, dict[str, Any]] = {
        "plus": {"ToFull": [{"Email": f"answers+{inquiry.reference.lower()}@in.example.com", "Name": ""}]},
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
    stray.release()
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


def test_queued_anew_after_a_bounce_an_old_event_changes_nothing(
    client: Client, inquiry: Inquiry, time_machine
) -> None:
    from datetime import UTC, datetime, timedelta

    from inquiries.outbox import send_again

    deliver()
    old = told("Bounce", confirmation(), **HARD) | {"BouncedAt": datetime.now(UTC).isoformat()}
    call(client, "tracking", old)
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=1))
    send_again(confirmation(), to="ada@new.example")
    call(client, "tracking", old)
    deliver()
    assert confirmation().state == Mail.State.SENT
    assert mail.outbox[-1].to == ["ada@new.example"] or mail.outbox[-2].to == ["ada@new.example"]
