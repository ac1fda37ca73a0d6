"""Mails that the library can't parse get a 200 and are stored as far as they can be read, and staff are told."""

import base64
import hashlib
import hmac
from datetime import timedelta
from typing import Any

import pytest
from anymail.urls import urlpatterns
from django.core import mail
from django.test import Client
from django.utils import timezone

from inquiries.models import Inquiry, Mail, Message
from tests.inquiries.inbox_help import make_inquiry
from tests.inquiries.visitor import deliver
from tests.inquiries.webhook_calls import SECRET, answer_to, authorization, call, call_service

pytestmark = pytest.mark.django_db

NAME_WITH_BREAK = "hip\r\nscan.png"
PICTURE = base64.b64encode(b"picture").decode()


@pytest.fixture(autouse=True)
def _services(settings: Any) -> None:
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": SECRET,
        "INBOUND_ADDRESS": "answers@in.example.com",
        "BREVO_API_KEY": "k",
        "BREVO_API_URL": "http://127.0.0.1:9/",
    }


def postmark(**changed: Any) -> Any:
    return answer_to(None, TextBody="my knee zebra", **changed)


def mailjet(**headers: Any) -> Any:
    kept = {"From": "Ada <ada@example.com>", "Subject": "Hello", "Message-ID": "<j-1@mailer.example>"} | headers
    return {
        "Headers": kept,
        "Text-part": "my knee zebra",
        "Sender": "ada@example.com",
        "Recipient": "answers@in.example.com",
    }


def mailjet_with_attachment() -> Any:
    part = {
        "Headers": {"Content-Type": "image/png", "Content-Disposition": f'attachment; filename="{NAME_WITH_BREAK}"'},
        "ContentRef": "Attachment1",
    }
    return mailjet() | {"Parts": [part], "Attachment1": PICTURE}


def brevo(**headers: Any) -> Any:
    kept = {"From": "Ada <ada@example.com>", "Subject": "Hello"} | headers
    item = {"Uuid": ["u-1"], "MessageId": "<b-1@mailer.example>", "Headers": kept, "RawTextBody": "my knee zebra"}
    return {"items": [item | {"From": {"Name": None, "Address": "ada@example.com"}}]}


def sparkpost(raw: bytes, **content: Any) -> Any:
    held = {"email_rfc822": base64.b64encode(raw).decode(), "email_rfc822_is_base64": True} | content
    return [{"msys": {"relay_message": {"protocol": "smtp", "content": held, "msg_from": "ada@example.com"}}}]


UNPARSABLE = {
    "postmark: a line break in a header": (
        "postmark/inbound",
        postmark(Headers=[{"Name": "X-Mailer", "Value": "a\r\nb"}, {"Name": "Message-ID", "Value": "<p@x>"}]),
    ),
    "postmark: a line break in the subject": ("postmark/inbound", postmark(Subject="two\nlines")),
    "postmark: headers without names": ("postmark/inbound", postmark(Headers=[{"Value": "x"}])),
    "postmark: no headers": ("postmark/inbound", postmark(Headers=None)),
    "mailjet: a line break in an attachment's name": ("mailjet/inbound", mailjet_with_attachment()),
    "mailjet: a line break in a header": ("mailjet/inbound", mailjet(References="<a@x>\n\n<b@x>")),
    "mailjet: a part that is missing": ("mailjet/inbound", mailjet() | {"Parts": [{"ContentRef": "Attachment7"}]}),
    "brevo: a line break in a header": ("brevo/inbound", brevo(References="<a@x>\n\n<b@x>")),
    "brevo: a header that is a number": ("brevo/inbound", brevo(**{"X-Count": 7})),
}


@pytest.mark.parametrize("kind", UNPARSABLE)
def test_a_mail_that_cannot_be_parsed_is_kept_and_staff_are_told(client: Client, kind: str) -> None:
    path, data = UNPARSABLE[kind]
    for _ in range(3):
        assert call_service(client, path, data) == 200
    stray = Inquiry.objects.get()
    assert stray.is_suspect
    assert "could not be read" in stray.message
    assert "my knee zebra" in stray.message
    assert stray.email == "ada@example.com"
    deliver()
    (notice,) = mail.outbox
    assert notice.to == ["hello@example.com"]
    assert stray.admin_url in notice.body
    assert "zebra" not in notice.body + notice.subject + str(notice.alternatives)


READABLE = {
    "a line break in an attachment's name": postmark(
        Attachments=[{"Name": NAME_WITH_BREAK, "ContentType": "image/png", "Content": PICTURE}]
    ),
    "an attachment that is no base64": postmark(
        Attachments=[{"Name": NAME_WITH_BREAK, "ContentType": "image/png", "Content": "!"}]
    ),
    "an attachment of no type": postmark(Attachments=[{"Name": "x", "ContentType": None, "Content": PICTURE}]),
    "an empty sender": postmark(FromFull={"Email": "", "Name": ""}),
    "no sender": postmark(FromFull=None),
    "a name alone": postmark(FromFull={"Email": "", "Name": "Ada"}),
    "an empty return path": postmark(Headers=[{"Name": "Return-Path", "Value": "<>"}]),
    "a date that is none": postmark(Date="yesterday, or so"),
    "an address that is none": postmark(FromFull={"Email": "ada at home", "Name": "Ada"}),
}


@pytest.mark.parametrize("kind", READABLE)
def test_an_odd_mail_is_kept_whole(client: Client, kind: str) -> None:
    assert call(client, "inbound", READABLE[kind]) == 200
    stray = Inquiry.objects.get()
    assert "my knee zebra" in stray.message
    assert stray.email in {"", "ada@example.com"}  # staff write to no other


def test_an_unparsable_answer_says_which_inquiry_it_belongs_to(client: Client) -> None:
    inquiry = make_inquiry()
    ours = inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION)
    call(client, "inbound", answer_to(ours, Subject="two\nlines"))
    assert f"It answers inquiry {inquiry.reference}" in Inquiry.objects.get(is_suspect=True).message


def test_bytes_that_are_no_utf8_do_not_hide_the_mail_that_holds_them(client: Client) -> None:
    inquiry = make_inquiry()
    ours = inquiry.mails.get(purpose=Mail.Purpose.CONFIRMATION)
    raw = (
        f"From: Ada <ada@example.com>\r\nIn-Reply-To: {ours.message_id}\r\nMessage-ID: <s-1@x>\r\n"
        "Content-Type: text/plain; charset=iso-8859-1\r\nContent-Transfer-Encoding: 8bit\r\n\r\nAm Montag wäre schön"
    ).encode("latin-1")
    for _ in range(2):
        assert call_service(client, "sparkpost/inbound", sparkpost(raw)) == 200
    assert Message.objects.get().text == "Am Montag wäre schön"


def test_a_broken_mail_does_not_keep_others_of_its_call_away(client: Client) -> None:
    fine, broken = brevo()["items"][0], brevo(References="<a@x>\n\n<b@x>")["items"][0]
    fine = fine | {"RawTextBody": "the other mail", "Headers": fine["Headers"] | {"Message-ID": "<b-2@x>"}}
    assert call_service(client, "brevo/inbound", {"items": [broken, fine]}) == 200
    texts = [stray.message for stray in Inquiry.objects.all()]
    assert sorted("could not be read" in text for text in texts) == [False, True]


@pytest.mark.parametrize("service", ["mailgun", "sendgrid"])
def test_forms_that_cannot_be_parsed_are_kept_too(client: Client, settings: Any, service: str) -> None:
    fields = {
        "mailgun": {
            "message-headers": '[["From", "ada@example.com"], ["X-A", "a\\nb"]]',
            "body-plain": "my knee zebra",
        },
        "sendgrid": {"text": "my knee zebra", "headers": "From: Ada <ada@example.com>\nX-A: b", "envelope": "{}"},
    }[service]
    settings.ANYMAIL = settings.ANYMAIL | {"MAILGUN_WEBHOOK_SIGNING_KEY": "k"}
    if service == "mailgun":
        fields |= signed_by_mailgun()
    answer = client.post(f"/anymail/{service}/inbound/", fields, headers=authorization())
    assert answer.status_code == 200
    stray = Inquiry.objects.get()
    assert "could not be read" in stray.message
    assert "my knee zebra" in stray.message
    assert stray.email == "ada@example.com"


def signed_by_mailgun() -> dict[str, str]:
    signature = hmac.new(b"k", b"1700000000token", hashlib.sha256).hexdigest()
    return {"timestamp": "1700000000", "token": "token", "signature": signature}


JUNK = ["", "{", "null", "[]", "{}", "7", '"x"', "[[]]", "[null]", '{"events": 7}', '{"items": [null]}', '{"msys": 1}']
JUNK += ['{"a": "\\udce9\\u0000"}', "\\xff", '{"RecordType": "Bounce", "Metadata": "x", "MessageID": {"a": "\\u0000"}}']
JUNK += ['{"FromFull": 7, "Headers": [7], "TextBody": {"a": 1}}', "[" * 3000]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("url", urlpatterns, ids=lambda url: url.name)
def test_junk_with_the_right_secret_never_breaks_the_site(client: Client, url: Any, settings: Any) -> None:
    settings.ANYMAIL = settings.ANYMAIL | {
        f"{service}_{kind}".upper(): "k"
        for service in (
            "mailersend",
            "mailgun",
            "mandrill",
            "mailtrap",
            "postal",
            "resend",
            "unisender_go",
            "sendinblue",
        )
        for kind in ("signing_secret", "inbound_secret", "webhook_key", "api_key", "api_token", "webhook_signing_key")
        if not (service == "resend" and kind.endswith("secret"))  # needs a package
    }
    path = url.callback.view_class.esp_name.lower().replace(" ", "_") + "/" + url.name.split("_")[-2]
    for junk in JUNK:
        assert call_service(client, path, junk) in {200, 403, 404}
        assert client.post(f"/anymail/{path}/", {"a": junk}, headers=authorization()).status_code in {200, 403, 404}


def test_a_service_that_cannot_be_asked_for_the_mail_is_to_call_again(client: Client) -> None:
    data = brevo()
    data["items"][0]["Attachments"] = [{"Name": "x.png", "ContentType": "image/png", "DownloadToken": "t"}]
    client.raise_request_exception = False
    assert call_service(client, "brevo/inbound", data) == 500  # nothing listens on that port
    assert not Inquiry.objects.exists()


def test_mail_without_a_message_id_is_stored_once(client: Client) -> None:
    calls = {
        "postmark/inbound": postmark(
            Headers=[], Attachments=[{"Name": "x", "ContentType": "image/png", "Content": PICTURE}]
        ),
        "mailjet/inbound": {key: value for key, value in mailjet_with_attachment().items() if key != "Headers"}
        | {"Headers": {"From": "b@example.com"}, "Parts": []},
        "brevo/inbound": brevo(),
    }
    for path, data in calls.items():
        for number in range(3):  # some services give each call an id of its own
            given = data | {"MessageID": f"p-{number}"} if path.startswith("postmark") else data
            assert call_service(client, path, given) == 200
    for _ in range(3):
        fields = {
            "headers": "From: c@example.com\nSubject: Hi\n",
            "text": "Hello",
            "html": "<p>Hello</p>",
            "envelope": "{",
        }
        assert client.post("/anymail/sendgrid/inbound/", fields, headers=authorization()).status_code == 200
    assert Inquiry.objects.count() == 4
    assert call_service(client, "postmark/inbound", calls["postmark/inbound"] | {"TextBody": "another"}) == 200
    assert Inquiry.objects.count() == 5


def test_a_flood_of_strange_mail_tells_staff_once_an_hour(client: Client, time_machine: Any) -> None:
    def strange(number: int) -> Any:
        return postmark(Headers=[{"Name": "X-Mailer", "Value": "a\r\nb"}]) | {"TextBody": f"zebra {number}"}

    for number in range(3):
        assert call_service(client, "postmark/inbound", strange(number)) == 200
    deliver()
    assert len(mail.outbox) == 1
    assert Inquiry.objects.filter(is_suspect=True).count() == 3
    time_machine.move_to(timezone.now() + timedelta(seconds=3601))
    assert call_service(client, "postmark/inbound", strange(3)) == 200
    deliver()
    assert len(mail.outbox) == 2
