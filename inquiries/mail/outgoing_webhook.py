"""The outgoing webhook for inquiries, signed per Standard Webhooks and protected against SSRF."""

import hashlib
import hmac
import http.client
import json
import secrets
import socket
import ssl
from base64 import b64decode, b64encode
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone

from content.links.public_hosts import PrivateHostError, connect_to_public_host, is_public
from inquiries.crypto.fields import UNREADABLE
from inquiries.mail.contexts import NothingToSendError
from inquiries.models import Inquiry, Mail, OutgoingWebhook
from inquiries.models.asked import asked_of

TIMEOUT_SECONDS = 5  # timeout of each socket operation
LONGEST_ANSWER = 2000  # bytes read of the response


class WebhookError(Exception):
    """An event wasn't accepted. The message says why, for staff, without the URL."""


def enqueue_event(inquiry: Inquiry, event: str = OutgoingWebhook.Event.NEW) -> None:
    """Queue an event if the webhook subscribes to it. Call it inside the transaction that the event is about.

    None about a suspect: it is new to the other system once it is released.
    """
    hook = OutgoingWebhook.current()
    if hook and hook.is_on and event in hook.events and not inquiry.is_suspect:
        details = {"event": event, "at": timezone.now().isoformat(), "state": inquiry.state}
        Mail.objects.create(inquiry=inquiry, purpose=Mail.Purpose.WEBHOOK, recipient="", details=details)


def enqueue_state_event(inquiry: Inquiry) -> None:
    enqueue_event(inquiry, OutgoingWebhook.Event.REOPENED if inquiry.state == Inquiry.State.NEW else inquiry.state)


def local_iso(moment: Any) -> str | None:
    return timezone.localtime(moment).isoformat() if moment else None


def described(inquiry: Inquiry, with_words: bool) -> dict[str, Any]:
    """Return the inquiry's data for an event; who wrote, and about what, only if the clinic chose to send that."""
    facts: dict[str, Any] = {
        "reference": inquiry.reference,
        "received": local_iso(inquiry.created_at),
        "came_in_by": inquiry.came_by,
        "link": inquiry.admin_url,
    }
    if inquiry.state == Inquiry.State.BOOKED:
        booked_with = inquiry.booked_with.title if inquiry.booked_with else None
        facts |= {"booked_for": local_iso(inquiry.booked_for), "booked_with": booked_with}
    if with_words:
        asked = asked_of(inquiry, about=inquiry.about_titles)
        del asked["places"], asked["answers"]
        facts |= asked | {"page": inquiry.source_page.title if inquiry.source_page else None}
    return facts


def event_body(mail: Mail, hook: OutgoingWebhook) -> bytes:
    """Return the event as JSON, built at send time, so that turning off personal data affects queued events too."""
    told = mail.details
    data: dict[str, Any] = {"type": f"inquiry.{told['event']}", "timestamp": told["at"], "data": {}}
    if mail.inquiry:
        data["data"] = {**described(mail.inquiry, hook.with_words), "state": told["state"]}
    return json.dumps(data, ensure_ascii=False).encode()


def headers_for(key: str, secret: str, body: bytes) -> dict[str, str]:
    """Return the headers with signature and timestamp (standardwebhooks.com), and an idempotency key."""
    seconds = str(int(timezone.now().timestamp()))
    signed = f"{key}.{seconds}.".encode() + body
    digest = hmac.new(b64decode(secret.removeprefix("whsec_")), signed, hashlib.sha256).digest()
    return {
        "Content-Type": "application/json",
        "User-Agent": "Pinpoint-Webhook",
        "Idempotency-Key": key,
        "webhook-id": key,
        "webhook-timestamp": seconds,
        "webhook-signature": f"v1,{b64encode(digest).decode()}",
    }


def idempotency_key(mail: Mail) -> str:
    """Return a key that is unique per event and stays the same on retries."""
    return f"evt_{hashlib.sha256(mail.message_id.encode()).hexdigest()[:32]}"


def check_url(url: str) -> None:
    """Raise ValidationError unless events may be posted there."""
    try:
        parts = urlsplit(url)
        port, host = parts.port, parts.hostname
    except ValueError as error:
        raise ValidationError("This is not an address. It looks like https://example.com/hook.") from error
    if not host or (parts.scheme != "https" and not settings.WEBHOOK_TO_OWN_NETWORK) or parts.scheme[:4] != "http":
        raise ValidationError("Enter an address that begins with https://.")
    if parts.username or parts.password:
        raise ValidationError("Leave out the name and password: the signature says that it is you.")
    if parts.fragment or port == 0:
        raise ValidationError("This is not an address that events can be posted to.")


def connect_to(url: str) -> http.client.HTTPConnection:
    """Connect to a host on the public internet; WEBHOOK_TO_OWN_NETWORK allows any host."""
    parts = urlsplit(url)
    is_allowed = (lambda _: True) if settings.WEBHOOK_TO_OWN_NETWORK else is_public
    try:
        return connect_to_public_host(parts.scheme, parts.hostname or "", parts.port, TIMEOUT_SECONDS, is_allowed)
    except PrivateHostError as error:
        raise WebhookError(
            "This host is inside a private network, and events only go to the public internet."
        ) from error
    except socket.gaierror as error:
        raise WebhookError("There is no such host: check the address for typos.") from error


def post_event(url: str, secret: str, key: str, body: bytes) -> str:
    """Post an event and return the response status; raises WebhookError if it wasn't accepted."""
    try:
        check_url(url)
        connection = connect_to(url)
        try:
            parts = urlsplit(url)
            path = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
            connection.request("POST", path, body, headers_for(key, secret, body))
            answer = connection.getresponse()
            answer.read(LONGEST_ANSWER)
        finally:
            connection.close()
    except ValidationError as error:
        raise WebhookError(" ".join(error.messages)) from error
    except ssl.SSLCertVerificationError as error:
        raise WebhookError("Its certificate is not valid, so nothing was sent.") from error
    except TimeoutError as error:
        raise WebhookError(f"It did not answer within {TIMEOUT_SECONDS} seconds.") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise WebhookError(f"It could not be reached ({type(error).__name__}).") from error
    said = f"{answer.status} {http.client.responses.get(answer.status, '')}".strip()
    if 300 <= answer.status < 400:
        raise WebhookError(f"It answered {said}: it redirects to another address. Enter that one.")
    if not 200 <= answer.status < 300:
        raise WebhookError(f"It answered {said} and did not accept it.")
    return said


def test_event() -> tuple[str, bytes]:
    """Return the key and body of a test event, which is about no inquiry."""
    told = {"type": "inquiry.test", "timestamp": timezone.now().isoformat(), "data": {}}
    return f"evt_{secrets.token_hex(16)}", json.dumps(told).encode()


def deliver(mail: Mail) -> str:
    hook = OutgoingWebhook.current()
    if hook is None or not hook.is_on:
        raise NothingToSendError
    if UNREADABLE in (hook.url, hook.secret) or (mail.inquiry and not mail.inquiry.is_readable):
        raise WebhookError("It was not sent yet: an encryption key is missing.")
    return post_event(hook.url, hook.secret, idempotency_key(mail), event_body(mail, hook))
