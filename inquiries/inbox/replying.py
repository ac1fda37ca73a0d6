"""Emails that staff write to a visitor: stored with the inquiry, and sent through the outbox like any other."""

from collections.abc import Callable
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from inquiries.crypto.fields import UNREADABLE
from inquiries.inbox import actions
from inquiries.inbox.drafts import Draft, proposal_draft
from inquiries.mail.calendar_answers import proposed_time
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, Message
from inquiries.privacy.audit import record_event


def can_be_mailed(inquiry: Inquiry) -> bool:
    return bool(inquiry.email) and inquiry.email != UNREADABLE


def in_reply_to(inquiry: Inquiry) -> str:
    """Return the Message-ID that the next email replies to: the visitor's last email, else our last one to them."""
    messages = Message.objects.filter(inquiry__in=inquiry.whole)
    inbound = messages.filter(kind=Message.Kind.INBOUND).exclude(inbound_id=None).last()
    if inbound:
        return str(inbound.inbound_id)
    ours = Mail.objects.filter(inquiry__in=inquiry.whole, purpose__in=Mail.TO_VISITOR).last()
    return ours.message_id if ours else ""


@transaction.atomic
def write(make_draft: Callable[..., Draft | None], inquiry: Inquiry, user: Any, key: UUID, **data: Any) -> bool:
    """Store an email to the visitor and put it into the outbox, idempotently by key."""
    current = actions.lock(inquiry)
    draft = make_draft(current, **data)
    if draft is None or Message.objects.filter(key=key).exists():
        return False
    actions.mark_not_spam(current, user)
    parent = in_reply_to(current)
    (mail,) = enqueue(draft.kind, [current.email], current)
    written = {"kind": draft.kind, "text": draft.text, "calendar": draft.calendar}
    Message.objects.create(inquiry=current, author=user, key=key, in_reply_to=parent, mail=mail, **written)
    record_event(current, draft.kind, user)
    current.refresh_from_db()
    if current.state == Inquiry.State.NEW:
        actions.change_state(current, user, Inquiry.State.CONTACTED)
    else:
        current.first_answered_at = current.first_answered_at or timezone.now()
        current.wrote_again_at = None
        current.save(update_fields=["first_answered_at", "wrote_again_at"])
    return True


@transaction.atomic
def accept_time(inquiry: Inquiry, user: Any, message_pk: int) -> bool:
    """Accept the time that the visitor's calendar proposed, and move the invitation to it."""
    proposed = proposed_time(actions.lock(inquiry))
    if proposed is None or proposed.message_pk != message_pk:
        return False
    key = uuid5(NAMESPACE_URL, f"accepted:{message_pk}")
    words = {"text": "The time you suggested works for us.", "question": ""}
    return write(proposal_draft, inquiry, user, key, starts=proposed.starts, minutes=proposed.minutes, **words)
