"""Webhook calls as a mail service makes them."""

import base64
import json
from typing import Any

from django.test import Client

from inquiries.models import Mail

SECRET = "service:only-for-tests"
CANARY = "and now my knee zebra"


def authorization(secret: str = SECRET) -> dict[str, str]:
    return {"authorization": "Basic " + base64.b64encode(secret.encode()).decode()} if secret else {}


def call(client: Client, path: str, data: dict[str, Any], secret: str = SECRET) -> int:
    return call_service(client, f"postmark/{path}", data, secret)


def call_service(client: Client, path: str, data: Any, secret: str = SECRET) -> int:
    """A JSON call; `data` may also be the raw text."""
    text = data if isinstance(data, str | bytes) else json.dumps(data)
    answer = client.post(f"/anymail/{path}/", text, content_type="application/json", headers=authorization(secret))
    return answer.status_code


def told(kind: str, sent: Mail, **more: Any) -> dict[str, Any]:
    at = {"Delivery": "DeliveredAt", "Bounce": "BouncedAt"}.get(kind, "ReceivedAt")
    data = {"RecordType": kind, "MessageID": "not-known-yet", "Metadata": {"mail": sent.message_id}}
    return data | {at: "2099-01-01T00:00:00Z"} | more


HARD = {"Type": "HardBounce"}
SOFT = {"Type": "Transient"}
COMPLAINT = {"Type": "SpamComplaint"}


def confirmation() -> Mail:
    return Mail.objects.get(purpose=Mail.Purpose.CONFIRMATION)


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
