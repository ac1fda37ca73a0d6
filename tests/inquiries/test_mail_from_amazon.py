"""Amazon's calls only name a mail in its storage: what happens when it can't be fetched from there."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from anymail.exceptions import AnymailAPIError
from anymail.webhooks.amazon_ses import AnymailBotoClientAPIError
from django.test import Client

from inquiries.models import Inquiry
from tests.inquiries.webhook_calls import SECRET, authorization

pytestmark = pytest.mark.django_db
STORED = {"type": "S3", "bucketName": "mails", "objectKey": "1"}
RECEIVED = json.dumps({"notificationType": "Received", "receipt": {"action": STORED}, "mail": {}})


@pytest.fixture(autouse=True)
def _amazon(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ANYMAIL = {"WEBHOOK_SECRET": SECRET}
    monkeypatch.setattr("anymail.webhooks.amazon_ses._get_anymail_boto3_params", lambda **_: ({}, {}))


@pytest.fixture
def notify(client: Client) -> Callable[[str], int]:
    """Call the webhook as Amazon does, and return the status."""
    client.raise_request_exception = False

    def call(message: str) -> int:
        data = {"Type": "Notification", "MessageId": "1", "Message": message}
        kind = {"x-amz-sns-message-type": "Notification", "x-amz-sns-message-id": "1"}
        answer = client.post(
            "/anymail/amazon_ses/inbound/", json.dumps(data), content_type="text/plain", headers=authorization() | kind
        )
        return answer.status_code

    return call


def answered(code: str, status: int) -> Exception:
    """What the library raises for Amazon's answer, with or without Amazon's package installed."""
    answer = {"Error": {"Code": code}, "ResponseMetadata": {"HTTPStatusCode": status}}
    try:
        from botocore.exceptions import ClientError  # noqa: PLC0415 (not installed everywhere)
    except ImportError:
        error = AnymailAPIError()
        error.response = answer
        return error
    return AnymailBotoClientAPIError(client_error=ClientError(answer, "GetObject"))


def unreachable() -> Exception:
    """What Amazon's package raises and the library passes on unchanged."""
    try:
        from botocore.exceptions import EndpointConnectionError  # noqa: PLC0415 (not installed everywhere)
    except ImportError:
        return type("EndpointConnectionError", (Exception,), {"__module__": "botocore.exceptions"})()
    return EndpointConnectionError(endpoint_url="https://s3.example")


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (answered("SlowDown", 503), 500),
        (unreachable(), 500),
        (answered("NoSuchKey", 404), 200),
        (answered("Gone", 410), 200),
    ],
)
def test_amazon_is_to_call_again_unless_the_mail_is_gone(
    notify: Callable[[str], int], monkeypatch: pytest.MonkeyPatch, error: Exception, status: int
) -> None:
    def fetch(*_: object) -> None:
        raise error

    monkeypatch.setattr("anymail.webhooks.amazon_ses.AmazonSESInboundWebhookView.fetch_s3_chunks", fetch)
    assert notify(RECEIVED) == status
    assert Inquiry.objects.exists() is (status == 200)  # staff hear that a mail came


def test_a_malformed_call_is_not_requested_again(notify: Callable[[str], int]) -> None:
    assert notify("{") == 200


def test_a_call_without_the_secret_is_challenged_since_amazon_sends_it_only_then(client: Client) -> None:
    answer = client.post("/anymail/amazon_ses/tracking/", "{}", content_type="text/plain")
    assert answer.status_code == 401
    assert "Basic" in answer.headers["WWW-Authenticate"]
    answer = client.post("/anymail/amazon_ses/tracking/", "{}", content_type="text/plain", headers=authorization("a:b"))
    assert answer.status_code == 403
