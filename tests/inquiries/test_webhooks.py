"""What mail services report about the delivery of mails."""

import itertools
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from anymail.signals import AnymailTrackingEvent, EventType, RejectReason, tracking
from django.core import mail
from django.test import Client

from config.settings.mail import mail_settings
from inquiries.mail.outbox import requeue
from inquiries.models import Inquiry, InquiryEvent, Mail, Message
from tests.inquiries.visitor import deliver
from tests.inquiries.webhook_calls import (
    COMPLAINT,
    HARD,
    SOFT,
    answer_to,
    authorization,
    call,
    call_service,
    confirmation,
    told,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("webhooks")]

WORSE = ["deferred", "delivered", "bounced", "complained"]  # a mail's state never moves back in this list
EVENTS = [("Delivery", {}), ("Bounce", SOFT), ("Bounce", HARD), ("SpamComplaint", COMPLAINT)]


@pytest.mark.parametrize("order", list(itertools.permutations(range(4)))[::5])
def test_in_whatever_order_events_come_the_state_ends_the_same(client: Client, inquiry: Inquiry, order: Any) -> None:
    deliver()
    states = []
    for number in [*order, *order]:  # each event twice
        kind, more = EVENTS[number]
        assert call(client, "tracking", told(kind, confirmation(), **more)) == 200
        states.append(confirmation().state)
    steps = [WORSE.index(state) for state in states]
    assert steps == sorted(steps)
    assert states[-1] == "complained"
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
    assert [m.to for m in mail.outbox] == [["hello@example.com"]]  # a mail that has arrived isn't sent again


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
    assert not notice.reply_to  # replying by mail would fail again
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
    """The event that anymail makes from a service's call."""
    event = AnymailTrackingEvent(
        event_type=EventType.BOUNCED,
        reject_reason=RejectReason.BOUNCED,
        metadata={"mail": sent.message_id},
        timestamp=datetime(2099, 1, 1),  # some services name no zone
        esp_event=told_by_service,
    )
    tracking.send(sender=None, event=event, esp_name="Any")


@pytest.mark.parametrize("told_by_service", SOFT_BOUNCES)
def test_a_temporary_bounce_marks_no_address_as_wrong(client: Client, inquiry: Inquiry, told_by_service) -> None:
    deliver()
    bounce(confirmation(), told_by_service)
    assert confirmation().state == Mail.State.DEFERRED
    inquiry.refresh_from_db()
    assert not inquiry.email_failed
    assert not Mail.objects.filter(purpose=Mail.Purpose.BOUNCE_NOTICE).exists()
    call(client, "tracking", told("Delivery", confirmation()))
    assert confirmation().state == Mail.State.DELIVERED


@pytest.mark.parametrize("told_by_service", HARD_BOUNCES)
def test_a_permanent_bounce_makes_staff_call_whichever_service_reports_it(inquiry: Inquiry, told_by_service) -> None:
    deliver()
    kept = Inquiry.objects.create(name="Ada", email=inquiry.email, message="Once more.")
    Inquiry.objects.filter(pk=inquiry.pk).update(merged_into=kept)
    bounce(confirmation(), told_by_service)
    for one in (inquiry, kept):
        one.refresh_from_db()
        assert one.email_failed
    assert confirmation().state == Mail.State.BOUNCED


def test_a_soft_bounce_by_a_services_own_call_is_a_delay(client: Client, inquiry: Inquiry) -> None:
    deliver()
    sent_at = confirmation().sent_at
    call(client, "tracking", told("Bounce", confirmation(), Type="SoftBounce"))
    assert (confirmation().state, confirmation().sent_at) == (Mail.State.DEFERRED, sent_at)


@pytest.mark.parametrize("secret", ["", "service:wrong"])
def test_forged_calls_write_nothing(client: Client, inquiry: Inquiry, secret: str, caplog: Any) -> None:
    deliver()
    assert call(client, "tracking", told("Bounce", confirmation(), **HARD), secret) == 403
    assert call(client, "inbound", answer_to(confirmation()), secret) == 403
    assert confirmation().state == Mail.State.SENT
    assert not Message.objects.exists()
    assert not InquiryEvent.objects.filter(kind__startswith="mail_").exists()
    assert caplog.messages.count("A webhook call without the right secret was refused.") == 2


JUNK = ["", "null", "[]", "7", '"text"', "{}", "[null]", "[[]]", "{", "\x00", "\u2603", '{"RecordType": {"a": []}}']
JUNK += ['{"RecordType": "Delivery", "MessageID": [], "Metadata": 7}', '{"RecordType": "Bounce", "BouncedAt": "soon"}']
JUNK += ['{"Headers": 7, "FromFull": [], "Attachments": "x"}', "[" * 50_000, "9" * 5_000, '{"a": 1e999}', "NaN"]
SERVICES = ["postmark", "brevo", "mailersend", "mailjet", "sendgrid", "sparkpost", "amazon_ses"]


@pytest.mark.parametrize("service", SERVICES)
@pytest.mark.parametrize("kind", ["tracking", "inbound"])
def test_junk_with_the_right_secret_breaks_nothing(client: Client, inquiry: Inquiry, service: str, kind: str) -> None:
    path = f"{service}/{kind}"
    for junk in JUNK:
        assert call_service(client, path, junk) < 500, junk[:60]
    for content_type in ("multipart/form-data", "multipart/form-data; boundary=x", "text/plain; charset=rot13", "x"):
        answer = client.generic("POST", f"/anymail/{path}/", b"--x\r\n\xff", content_type, headers=authorization())
        assert answer.status_code < 500, content_type
    assert not Message.objects.exists()


def test_old_and_new_secret_both_work_during_a_rotation(client: Client, inquiry, settings, monkeypatch):
    monkeypatch.setenv("ANYMAIL_WEBHOOK_SECRET", "service:the-old-password , service:the-new-password")
    settings.ANYMAIL = mail_settings("anymail+postmark://", "")["ANYMAIL"]
    for secret in ("service:the-old-password", "service:the-new-password"):
        assert call(client, "tracking", told("Delivery", confirmation()), secret) == 200
        assert call(client, "inbound", answer_to(confirmation()), secret) == 200
    for wrong in ("", "service:the-old", ",", " ", "service:the-old-password , service:the-new-password"):
        assert call(client, "tracking", told("Delivery", confirmation()), wrong) == 403


@pytest.mark.filterwarnings("ignore:Your Anymail webhooks are insecure")  # the site's own views refuse calls then
def test_without_a_secret_in_the_settings_every_call_is_refused(
    client: Client, inquiry: Inquiry, settings, caplog
) -> None:
    settings.ANYMAIL = {}
    assert call(client, "tracking", told("Delivery", confirmation())) == 403
    assert call(client, "tracking", told("Delivery", confirmation()), "") == 403
    assert caplog.messages.count("A webhook call was refused: set ANYMAIL_WEBHOOK_SECRET.") == 2
    assert client.post("/anymail/mailgun/tracking/", {}).status_code == 404  # this service isn't set up
    assert client.post("/anymail/nosuch/tracking/", {}).status_code == 404
    assert confirmation().state == Mail.State.QUEUED


def test_events_of_mails_that_nobody_knows_are_ignored(client: Client, inquiry: Inquiry) -> None:
    data = told("Delivery", confirmation()) | {"Metadata": {}, "MessageID": "somebody-elses"}
    assert call(client, "tracking", data) == 200
    assert confirmation().state == Mail.State.QUEUED


def test_without_webhooks_nothing_is_called_delivered(inquiry: Inquiry) -> None:
    deliver()
    assert confirmation().status == "Sent, delivery unknown"


def test_queued_anew_after_a_bounce_an_old_event_changes_nothing(
    client: Client, inquiry: Inquiry, time_machine
) -> None:
    deliver()
    old = told("Bounce", confirmation(), **HARD) | {"BouncedAt": datetime.now(UTC).isoformat()}
    call(client, "tracking", old)
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=1))
    requeue(confirmation(), to="ada@new.example")
    call(client, "tracking", old)
    deliver()
    assert confirmation().state == Mail.State.SENT
    assert mail.outbox[-1].to == ["ada@new.example"] or mail.outbox[-2].to == ["ada@new.example"]
