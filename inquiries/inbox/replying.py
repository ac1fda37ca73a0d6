"""Emails that staff write to a visitor: stored with the inquiry, and sent through the outbox like any other."""

from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone

from inquiries.crypto.fields import UNREADABLE
from inquiries.inbox import actions
from inquiries.inbox.drafts import Draft, cancellation_draft, proposal_draft, reply_draft
from inquiries.mail.calendar_answers import proposed_time
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, Message, ReplyTemplate
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
def send_reply(inquiry: Inquiry, user: Any, draft: Draft | None, key: UUID) -> bool:
    """Store an email to the visitor and put it into the outbox, idempotently by key."""
    current = actions.lock(inquiry)
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


def reply(
    inquiry: Inquiry, user: Any, text: str, key: UUID, template: ReplyTemplate | None = None, quotes: bool = False
) -> bool:
    """Send a reply. `template`, which staff may have started from, is only passed because it is a form field."""
    return send_reply(inquiry, user, reply_draft(inquiry, text, quotes), key)


@transaction.atomic
def propose(inquiry: Inquiry, user: Any, text: str, starts: datetime, minutes: int, key: UUID, **words: str) -> bool:
    """Propose an appointment with a calendar invitation; a later proposal moves the earlier one."""
    return send_reply(inquiry, user, proposal_draft(actions.lock(inquiry), text, starts, minutes, **words), key)


@transaction.atomic
def accept_time(inquiry: Inquiry, user: Any, message_pk: int) -> bool:
    """Accept the time that the visitor's calendar proposed, and move the invitation to it."""
    proposed = proposed_time(actions.lock(inquiry))
    if proposed is None or proposed.message_pk != message_pk:
        return False
    key = uuid5(NAMESPACE_URL, f"accepted:{message_pk}")
    words = "The time you suggested works for us."
    return propose(inquiry, user, words, proposed.starts, proposed.minutes, key, question="")


@transaction.atomic
def call_off(inquiry: Inquiry, user: Any, text: str, key: UUID) -> bool:
    """Cancel the proposed appointment, in the visitor's calendar too."""
    return send_reply(inquiry, user, cancellation_draft(actions.lock(inquiry), text), key)
