"""A mail service's delivery events: delivered, delayed, bounced."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

from anymail.signals import EventType, tracking
from django.db import models, transaction
from django.dispatch import receiver
from django.utils import timezone

from inquiries.mail.bounce_classes import Failure, failure_of
from inquiries.mail.mime import strip_control
from inquiries.mail.outbox import mark_email_failed
from inquiries.models import InquiryEvent, Mail

CLOCKS_DIFFER = timedelta(minutes=5)

State = Mail.State
# A state only ever moves down this list, so events are idempotent and may arrive in any order.
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
    EventType.QUEUED: State.SENT,  # queued by the service means sent by us
    EventType.SENT: State.SENT,
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
STATE_OF_FAILURE = {
    Failure.SOFT: State.DEFERRED,
    Failure.REFUSED: State.REJECTED,
    Failure.WRONG_ADDRESS: State.BOUNCED,
}


@receiver(tracking)
def on_tracking(event: Any, **_: Any) -> None:
    """Update the email's state, and note it once on the inquiry's timeline."""
    failure = failure_of(event)
    state, kind = STATE_OF_EVENT.get(event.event_type), event.event_type
    if failure and (failure is Failure.SOFT or state is None):
        state = STATE_OF_FAILURE[failure]
        kind = state.value
    mail = find_mail(event) if state else None
    at = event.timestamp
    if at is not None and timezone.is_naive(at):
        at = at.replace(tzinfo=UTC)
    if mail is None or state is None or is_stale(mail, at):
        return
    move(mail, state, f"mail_{kind}", at, is_wrong=failure is Failure.WRONG_ADDRESS)


def mails_by_id(ids: Iterable[str]) -> models.QuerySet[Mail]:
    """Return our emails with these ids, either ours or the service's, with or without angle brackets."""
    bare = {one.strip("<> ") for one in ids} - {""}
    either = [*bare, *(f"<{one}>" for one in bare)]
    known = Mail.objects.select_related("inquiry")
    return known.filter(models.Q(message_id__in=either) | models.Q(service_id__in=either)).order_by("pk")


def find_mail(event: Any) -> Mail | None:
    """Return the email that an event is about, by the service's id or ours."""
    metadata = event.metadata if isinstance(event.metadata, Mapping) else {}
    return mails_by_id([strip_control(event.message_id), strip_control(metadata.get("mail"))]).first()


def is_stale(mail: Mail, at: datetime | None) -> bool:
    """Return whether the event is about an attempt from before the email was requeued."""
    return bool(at and mail.queued_at > mail.created_at and at < mail.queued_at - CLOCKS_DIFFER)


def move(mail: Mail, state: State, kind: str, at: datetime | None = None, *, is_wrong: bool = False) -> None:
    """Advance the email to that state unless it is already further. `is_wrong`: the address doesn't exist."""
    with transaction.atomic():
        Mail.objects.select_for_update().get(pk=mail.pk)  # one event per email at a time
        earlier = STATE_ORDER[: STATE_ORDER.index(state)]
        moved = Mail.objects.filter(pk=mail.pk, state__in=earlier).update(state=state)
        if moved:
            Mail.objects.filter(pk=mail.pk, sent_at__isnull=True).update(sent_at=at or timezone.now())
        note_once(mail, kind)
        if is_wrong:
            mark_email_failed(mail)


def note_once(mail: Mail, kind: str) -> None:
    """Add one line to the timeline, however often the event arrives."""
    if mail.inquiry and not InquiryEvent.objects.filter(inquiry=mail.inquiry, kind=kind, data__mail=mail.pk).exists():
        mail.inquiry.note(kind, mail=mail.pk, purpose=mail.purpose)
