"""Mail services that post a mail as a form: its source is one field, however large its pictures are."""

import hashlib
import hmac
from email.message import EmailMessage
from typing import Any
from urllib.parse import urlencode

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from inquiries.models import Inquiry
from tests.inquiries.webhook_calls import CANARY, SECRET, authorization

pytestmark = pytest.mark.django_db
KEY = "mailgun-signing-key"


@pytest.fixture(autouse=True)
def _services(settings: Any) -> None:
    settings.ANYMAIL = {
        "WEBHOOK_SECRET": SECRET,
        "INBOUND_ADDRESS": "answers@in.example.com",
        "MAILGUN_WEBHOOK_SIGNING_KEY": KEY,
    }


def with_photo(megabytes: int) -> str:
    message = EmailMessage()
    message["From"], message["To"] = "Ada <ada@example.com>", "answers@in.example.com"
    message["Subject"], message["Message-ID"] = "My knee", "<photo-1@mailer.example>"
    # A line that looks like part of the form itself, and characters beyond ASCII.
    message.set_content(f'{CANARY} – größer\n\nContent-Disposition: form-data; name="email"\n')
    photo = b"\xff\xd8" + bytes(megabytes * 1024 * 1024)
    message.add_attachment(photo, maintype="image", subtype="jpeg", filename="knee.jpg")
    return message.as_string()


def signed() -> dict[str, str]:
    stamp, token = str(int(timezone.now().timestamp())), "t" * 50
    digest = hmac.new(KEY.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {"timestamp": stamp, "token": token, "signature": digest}


@pytest.mark.parametrize("megabytes", [1, 3])
@pytest.mark.parametrize("service", ["sendgrid", "mailgun", "mailgun, in one line", "mailgun, by its signature alone"])
def test_a_mail_with_a_photo_is_stored(client: Client, service: str, megabytes: int, settings: Any) -> None:
    source, headers = with_photo(megabytes), authorization()
    if service == "sendgrid":
        path, fields = "sendgrid/inbound", {"email": source, "envelope": '{"to": ["answers@in.example.com"]}'}
    else:
        path, fields = "mailgun/inbound_mime", {"body-mime": source, "recipient": "answers@in.example.com"} | signed()
    if service.endswith("alone"):
        headers = settings.ANYMAIL.pop("WEBHOOK_SECRET") and {}
    if service.endswith("line"):
        kind = "application/x-www-form-urlencoded"
        answer = client.post(f"/anymail/{path}/", urlencode(fields), content_type=kind, headers=headers)
    else:
        answer = client.post(f"/anymail/{path}/", fields, headers=headers)
    assert answer.status_code == 200
    stray = Inquiry.objects.get()
    assert stray.email == "ada@example.com"
    assert f"{CANARY} – größer" in stray.message
    assert "form-data" in stray.message


def test_strangers_send_no_more_than_before(client: Client) -> None:
    client.raise_request_exception = False
    answer = client.post("/anymail/sendgrid/inbound/", {"email": with_photo(3)}, headers=authorization("a:wrong"))
    assert answer.status_code == 403
    forged = {"body-mime": with_photo(3)} | signed() | {"signature": "0" * 64}
    assert client.post("/anymail/mailgun/inbound_mime/", forged, headers=authorization()).status_code == 403
    assert not Inquiry.objects.exists()


def test_a_photo_beside_the_fields_of_a_mail_is_counted(client: Client) -> None:
    fields = {
        "headers": "From: Ada <ada@example.com>\nMessage-ID: <photo-2@mailer.example>\nSubject: My knee",
        "text": CANARY,
        "envelope": '{"to": ["answers@in.example.com"], "from": "ada@example.com"}',
        "attachment-info": '{"attachment1": {"filename": "knee.jpg", "type": "image/jpeg"}}',
        "attachment1": SimpleUploadedFile("knee.jpg", bytes(3_000_000), "image/jpeg"),
    }
    assert client.post("/anymail/sendgrid/inbound/", fields, headers=authorization()).status_code == 200
    assert "not kept here: 1" in Inquiry.objects.get().message
