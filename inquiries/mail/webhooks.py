"""Webhooks of mail services: delivery events and visitors' replies. Forged calls write nothing."""

import logging
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from anymail.exceptions import AnymailConfigurationError, AnymailWebhookValidationFailure
from anymail.signals import EventType, RejectReason, inbound, tracking
from anymail.webhooks.base import AnymailBasicAuthMixin
from django.db import models, transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt

from inquiries.mail.inbound import receive_mail
from inquiries.mail.outbox import mark_email_failed
from inquiries.models import InquiryEvent, Mail

logger = logging.getLogger("pinpoint.webhooks")

MAX_BODY_BYTES = 40 * 1024 * 1024  # a mail with pictures, as services deliver it
CLOCKS_DIFFER = timedelta(minutes=5)

State = Mail.State
# A mail only moves down this list, in whatever order and however often events arrive, so that they are idempotent.
STATE_ORDER = [
    State.QUEUED,
    State.NEEDS_ATTENTION,
    State.SENT,
    State.DEFERRED,
    State.DELIVERED,
    State.REJECTED,
    State.BOUNCED,
    State.COMPLAINED,
]
STATE_OF_EVENT = {
    EventType.QUEUED: State.SENT,  # queued by the service is sent by us
    EventType.SENT: State.SENT,
    EventType.DEFERRED: State.DEFERRED,
    EventType.DELIVERED: State.DELIVERED,
    EventType.AUTORESPONDED: State.DELIVERED,
    EventType.OPENED: State.DELIVERED,
    EventType.CLICKED: State.DELIVERED,
    EventType.UNSUBSCRIBED: State.DELIVERED,
    EventType.REJECTED: State.REJECTED,
    EventType.FAILED: State.REJECTED,
    EventType.BOUNCED: State.BOUNCED,
    EventType.COMPLAINED: State.COMPLAINED,
}
ADDRESS_IS_WRONG = {RejectReason.INVALID, RejectReason.BOUNCED}
BOUNCES = {EventType.BOUNCED, EventType.REJECTED, EventType.FAILED}
# How services call a soft bounce (a full mailbox, a server that is down); anymail doesn't tell it from a hard one.
SOFT_WORDS = {"softbounce", "softbounced", "transient", "temporary", "undetermined"}
SPARKPOST_SOFT = {"20", "21", "22", "24", "40", "70"}


@csrf_exempt  # services authenticate by secret or signature
def webhook(request: HttpRequest, rest: str) -> HttpResponse:
    """Any mail service's webhook, by django-anymail; only if it is configured and authenticates."""
    match = resolve(f"/{rest}", urlconf="anymail.urls")
    view_class: Any = match.func.view_class  # type: ignore[attr-defined]
    try:
        view = view_class()
        if view.basic_auth:
            AnymailBasicAuthMixin.validate_request(view, request)
            read_large_body(request)
        elif view.warn_if_no_basic_auth:
            logger.error("A webhook call was refused: set ANYMAIL_WEBHOOK_SECRET.")
            return HttpResponse(status=403)
        answer: HttpResponse = match.func(request, *match.args, **match.kwargs)
    except AnymailConfigurationError as error:
        raise Http404 from error
    except AnymailWebhookValidationFailure:
        logger.warning("A webhook call without the right secret was refused.")
        return HttpResponse(status=403)
    return answer


def read_large_body(request: HttpRequest) -> None:
    """Read a body longer than strangers may send; the caller has authenticated."""
    is_form = (request.content_type or "").startswith(("multipart/", "application/x-www-form-urlencoded"))
    if request.method == "POST" and not is_form and not hasattr(request, "_body"):
        request._body = request.read(MAX_BODY_BYTES)


def find_mail(event: Any) -> Mail | None:
    """The mail that an event is about, by the service's id or ours."""
    bare = str(event.message_id or "").strip("<> ")
    ids = {bare, f"<{bare}>"} if bare else set()
    ours = {*ids, str((event.metadata or {}).get("mail") or "")} - {""}
    known = Mail.objects.select_related("inquiry")
    return known.filter(models.Q(message_id__in=ours) | models.Q(service_id__in=ids)).order_by("pk").first()


def is_stale(mail: Mail, at: datetime | None) -> bool:
    """Whether the event is about an earlier attempt of a mail that was queued again since."""
    return bool(at and mail.queued_at > mail.created_at and at < mail.queued_at - CLOCKS_DIFFER)


def is_soft_bounce(event: Any) -> bool:
    """Whether it is a soft bounce, which says nothing about the address, in any service's words."""
    told = event.esp_event
    if event.event_type not in BOUNCES or not isinstance(told, Mapping):
        return False
    told = (told.get("msys") or {}).get("message_event") or told  # SparkPost
    bounce = told.get("bounce") or (told.get("data") or {}).get("bounce") or {}  # Amazon SES; Resend
    given = [told.get("Type"), told.get("event"), told.get("type"), bounce.get("bounceType"), bounce.get("type")]
    words = {str(word).rpartition(".")[2].lower().replace("_", "") for word in given if word}
    if told.get("event") == "bounce":  # SendGrid calls "blocked" what was refused for now; Mailjet has a field for it
        return "blocked" in words or told.get("hard_bounce") is False
    return bool(words & SOFT_WORDS) or str(told.get("bounce_class", "")) in SPARKPOST_SOFT


def on_tracking(event: Any, **_: Any) -> None:
    """Update the mail's state, and note it once on the inquiry's timeline."""
    soft = is_soft_bounce(event)
    state = State.DEFERRED if soft else STATE_OF_EVENT.get(event.event_type)
    mail = find_mail(event) if state else None
    if mail is None or state is None or is_stale(mail, event.timestamp):
        return
    with transaction.atomic():
        Mail.objects.select_for_update().get(pk=mail.pk)  # one event per mail at a time
        earlier = STATE_ORDER[: STATE_ORDER.index(state)]
        moved = Mail.objects.filter(pk=mail.pk, state__in=earlier).update(state=state)
        if moved:
            Mail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(sent_at=event.timestamp or timezone.now())
        note_once(mail, f"mail_{EventType.DEFERRED if soft else event.event_type}")
        if not soft and (event.event_type == EventType.BOUNCED or event.reject_reason in ADDRESS_IS_WRONG):
            mark_email_failed(mail)


def note_once(mail: Mail, kind: str) -> None:
    """One line on the timeline, however often the event arrives."""
    if mail.inquiry and not InquiryEvent.objects.filter(inquiry=mail.inquiry, kind=kind, data__mail=mail.pk).exists():
        mail.inquiry.note(kind, mail=mail.pk, purpose=mail.purpose)


def on_inbound(event: Any, **_: Any) -> None:
    """Store a visitor's mail."""
    if event.event_type == EventType.INBOUND and event.message is not None:
        receive_mail(event.message, event.event_id or "", bounced=on_bounce_report)


def on_bounce_report(mail: Mail) -> None:
    """A delivery report arrived by mail: this mail bounced."""
    with transaction.atomic():
        earlier = STATE_ORDER[: STATE_ORDER.index(State.BOUNCED)]
        Mail.objects.filter(pk=mail.pk, state__in=earlier).update(state=State.BOUNCED)
        note_once(mail, f"mail_{EventType.BOUNCED}")
        mark_email_failed(mail)


def connect() -> None:
    """Listen to the mail service's events."""
    listeners: list[tuple[Any, Callable[..., None]]] = [(tracking, on_tracking), (inbound, on_inbound)]
    for signal, listener in listeners:
        signal.connect(listener, dispatch_uid=f"inquiries.{listener.__name__}")
