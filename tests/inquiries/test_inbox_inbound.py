"""Real-world mails with broken headers, unknown charsets or bogus senders: not one is lost."""

from typing import Any

import pytest
from anymail.inbound import AnymailInboundMessage
from django.test import Client

from inquiries.mail.inbound import receive_mail
from inquiries.mail.outbox import enqueue_held
from inquiries.models import Inquiry, Mail, Message
from inquiries.privacy.retention import of_person
from tests.inquiries.inbox_help import make_inquiry
from tests.inquiries.trouble import full
from tests.inquiries.webhook_calls import SECRET, answer_to, call

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _service(settings: Any) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET, "INBOUND_ADDRESS": "answers@in.example.com"}


def hand_in(client: Client, raw: str) -> int:
    """Deliver the mail as a mail service does."""
    return call(client, "inbound", answer_to() | {"RawEmail": raw})


FROM = "From: Ada <ada@example.com>\n"
STRANGE = {
    "unknown charset": FROM + "Content-Type: text/plain; charset=x-unknown\n\nhello zebra",
    "8bit": FROM + 'Content-Type: text/plain; charset="unknown-8bit"\nContent-Transfer-Encoding: 8bit\n\nhello zebra é',
    "bad bytes": FROM + "Content-Type: text/plain; charset=us-ascii\n\nhello zebra \udce9",
    "bad base64": FROM + "Content-Type: text/plain; charset=utf-8\nContent-Transfer-Encoding: base64\n\n====\n",
    "nobody named": FROM + "To: undisclosed-recipients:;\n\nhello zebra",
    "broken Cc": FROM + "Cc: <<broken, \"no end <x@y>, ;;\n\nhello zebra",
    "broken To": FROM + "To: @, , <>\n\nhello zebra",
    "no domain": "From: root\n\nhello zebra",
    "no address": 'From: "x" <not an address>\n\nhello zebra',
    "no sender": "Subject: nothing\n\nhello zebra",
    "group": "From: undisclosed:;\n\nhello zebra",
    "two senders": "From: a@example.com, b@example.com\n\nhello zebra",
    "too long": "From: " + "a" * 300 + "@example.com\n\nhello zebra",
    "odd subject": FROM + "Subject: =?x-unknown?B?//8=?= \udcff\n\nhello zebra",
    "odd name": "From: =?utf-8?B?/w==?= <ada@example.com>\n\nhello zebra",
    "odd ids": FROM + "In-Reply-To: <[broken\nReferences: <@>\n <\udcff@x>\n\nhello zebra",
    "odd type": FROM + "Content-Type: ;;;\n\nhello zebra",
    "hostile tags": FROM + "Content-Type: text/html; charset=utf-8\n\n<p>hello zebra</p>" + "<a" * 3000,
    "nested mails": FROM + "Content-Type: message/rfc822\n\n" * 90 + "\n\nhello zebra",
    "nothing": FROM + "Subject: zebra\n\n",
    "odd date": FROM + "Date: 31 Feb 99999 25:61\n\nhello zebra",
    "no end of parts": FROM + "Content-Type: multipart/mixed; boundary=b\n\n--b\n\nhello zebra",
    "no parts": FROM + "Content-Type: multipart/mixed\n\nhello zebra",
}  # fmt: skip


def holds_bytes(raw: str) -> bool:
    try:
        raw.encode()
    except UnicodeEncodeError:
        return True
    return False


@pytest.mark.parametrize("kind", STRANGE)
def test_a_strange_mail_is_kept_once_and_can_be_made_real(client: Client, kind: str) -> None:
    raw = "Message-ID: <strange@mailer.example>\n" + STRANGE[kind]
    for _ in range(2):
        if holds_bytes(raw):  # some services send raw bytes, which JSON can't hold
            message = AnymailInboundMessage.parse_raw_mime_bytes(raw.encode("utf-8", "surrogateescape"))
            receive_mail(message)
        else:
            assert hand_in(client, raw) == 200
    stray = Inquiry.objects.get()
    assert stray.is_suspect
    assert stray.name
    assert "zebra" in stray.message or kind in {"bad base64", "no parts"}
    assert not stray.email or len(stray.email) < 250
    enqueue_held(stray)


def test_what_the_library_trips_over_is_noted_as_a_suspect_and_no_word_of_it_reaches_a_log(
    client: Client, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def trips(_mail: AnymailInboundMessage) -> str:
        raise ValueError("zebra of ada@example.com")

    odd = property(trips, lambda _mail, _address: None)
    monkeypatch.setattr(AnymailInboundMessage, "envelope_recipient", odd, raising=False)  # set on each mail
    assert hand_in(client, "Message-ID: <odd@x>\n" + FROM + "\nhello") == 200
    assert "could not be read" in Inquiry.objects.get().message
    assert "ValueError" in caplog.text
    assert "zebra" not in caplog.text
    assert "ada@example.com" not in caplog.text


def test_when_storing_fails_the_service_is_to_try_again_and_the_database_quotes_nothing(
    client: Client, caplog: pytest.LogCaptureFixture
) -> None:
    raw = "Message-ID: <full@x>\n" + FROM + "\nhello zebra"
    client.raise_request_exception = False
    with full("inquiries_inquiry"):
        assert hand_in(client, raw) == 500
    assert "Internal Server Error" in caplog.text
    assert "zebra" not in caplog.text
    assert hand_in(client, raw) == 200
    assert "zebra" in Inquiry.objects.get().message


def test_a_broken_copy_header_does_not_keep_an_answer_from_its_inquiry(client: Client) -> None:
    inquiry = make_inquiry()
    ours = inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION)
    hand_in(client, f"{FROM}In-Reply-To: {ours.message_id}\nCc: <<broken\nTo: undisclosed-recipients:;\n\nMonday")
    assert Message.objects.get().inquiry == inquiry


def test_who_answers_from_another_address_can_be_found_and_erased(client: Client) -> None:
    inquiry = make_inquiry()
    ours = inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION)
    hand_in(client, f"From: Eve <eve@work.example>\nIn-Reply-To: {ours.message_id}\n\nI answer for her")
    assert "From another address: eve@work.example" in Message.objects.get().text
    assert of_person("eve@work.example", "").get() == inquiry
    assert of_person("ada@example.com", "").get() == inquiry


def test_staff_are_told_what_to_do_about_attachments(client: Client) -> None:
    inquiry = make_inquiry()
    ours = inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION)
    raw = (
        f"{FROM}In-Reply-To: {ours.message_id}\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"
        "--b\nContent-Type: text/plain\n\nSee the picture\n"
        "--b\nContent-Type: image/png\nContent-Disposition: attachment; filename=x.png\n\nx\n--b--\n"
    )
    hand_in(client, raw)
    assert "ask the visitor to bring them" in Message.objects.get().text


def test_a_reply_in_html_alone_is_read_as_its_lines(client: Client) -> None:
    html = (
        "<html><head><title>Re</title><style>p { color: red }</style></head><body><!-- hi -->"
        "<div>Zo&euml; &amp; Bo</div><ul><li>neck</li><li>hip</li></ul>"
        "<table><tr><td>Monday</td><td>9&nbsp;am</td></tr></table></body></html>"
    )
    assert hand_in(client, f"{FROM}Content-Type: text/html; charset=utf-8\n\n{html}") == 200
    assert Inquiry.objects.get().message.split("\n") == ["Zoë & Bo", "neck", "hip", "Monday", "9 am"]
