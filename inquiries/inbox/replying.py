"""Mails that staff write to a visitor: stored with the inquiry, and sent by the outbox like any other."""

from datetime import datetime, timedelta
from typing import Any
from uuid import NAMESPACE_URL, UUID, uuid5

from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from content.models import ClinicSettings
from inquiries.crypto.fields import UNREADABLE
from inquiries.inbox import actions
from inquiries.mail.calendar_answers import proposed_time
from inquiries.mail.invitation import address_line, invitation, last_invitation, time_span
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, Message, ReplyTemplate
from inquiries.privacy.audit import record
from inquiries.privacy.permissions import may_add_templates

SAMPLE_TEMPLATES = {
    "Ask for times": "Hello {name},\n\nThank you for writing to us. Which days and times work for you? "
    "We’ll reply with an appointment.\n\nKind regards\n{clinic}",
    "Please call us": "Hello {name},\n\nThank you for writing to us. A short call is the quickest way to answer most "
    "questions: {phone}.\n\nKind regards\n{clinic}",
    "See a doctor first": "Hello {name},\n\nThank you for writing to us. From what you describe, a doctor should take "
    "a look before we work with you. We’d be glad to see you after that.\n\nKind regards\n{clinic}",
}


def can_be_mailed(inquiry: Inquiry) -> bool:
    return bool(inquiry.email) and inquiry.email != UNREADABLE


def fill_in(template: ReplyTemplate, inquiry: Inquiry, clinic: ClinicSettings) -> str:
    """The template's text with its placeholders replaced; anything else in braces stays as it is."""
    values = {
        "{name}": inquiry.greeting_name,
        "{first_name}": inquiry.greeting_name,  # in templates from before names were greeted in full
        "{clinic}": clinic.name,
        "{phone}": clinic.phone,
        "{reference}": inquiry.reference,
    }
    text = template.text
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text


def in_reply_to(inquiry: Inquiry) -> str:
    """Message-ID that the next mail answers: the visitor's last mail, else our last one to them."""
    messages = Message.objects.filter(inquiry__in=inquiry.whole)
    inbound = messages.filter(kind=Message.Kind.INBOUND).exclude(inbound_id=None).last()
    if inbound:
        return str(inbound.inbound_id)
    ours = Mail.objects.filter(inquiry__in=inquiry.whole, purpose__in=Mail.TO_VISITOR).last()
    return ours.message_id if ours else ""


@transaction.atomic
def send(inquiry: Inquiry, user: Any, kind: str, text: str, key: UUID, calendar: str = "") -> bool:
    """Store a mail to the visitor and put it into the outbox, once for each key."""
    current = actions.lock(inquiry)
    if Message.objects.filter(key=key).exists():
        return False
    actions.release(current, user)
    parent = in_reply_to(current)
    (mail,) = enqueue(kind, [current.email], current)
    Message.objects.create(
        inquiry=current, kind=kind, author=user, text=text, key=key, calendar=calendar, in_reply_to=parent, mail=mail
    )
    record(current, kind, user)
    current.refresh_from_db()
    if current.state == Inquiry.State.NEW:
        actions.change_state(current, user, Inquiry.State.CONTACTED)
    else:
        current.first_answered_at = current.first_answered_at or timezone.now()
        current.wrote_again_at = None
        current.save(update_fields=["first_answered_at", "wrote_again_at"])
    return True


def reply(inquiry: Inquiry, user: Any, text: str, key: UUID, template: ReplyTemplate | None = None) -> bool:
    """Send what staff wrote. `template` is where they started from."""
    return send(inquiry, user, Message.Kind.REPLY, text, key)


@transaction.atomic
def propose(
    inquiry: Inquiry,
    user: Any,
    text: str,
    starts: datetime,
    minutes: int,
    key: UUID,
    question: str = "Does this work for you? Just reply to this email.",
) -> bool:
    """Send an appointment with a calendar invitation; a second one moves the first."""
    clinic, current, ends = ClinicSettings.default(), actions.lock(inquiry), starts + timedelta(minutes=minutes)
    place = address_line(clinic)
    paragraphs = [
        text.strip(),
        f"When: {time_span(starts, ends)}",
        f"Where: {place}" if place else "",
        question,
    ]
    words = "\n\n".join(filter(None, paragraphs))
    calendar = invitation(current, clinic, last_invitation(current), starts, ends)
    return send(current, user, Message.Kind.PROPOSAL, words, key, calendar)


@transaction.atomic
def accept_time(inquiry: Inquiry, user: Any, message_pk: int) -> bool:
    """Agree to the time that the visitor's calendar proposed: the invitation moves there."""
    proposed = proposed_time(actions.lock(inquiry))
    if proposed is None or proposed.message_pk != message_pk:
        return False
    key = uuid5(NAMESPACE_URL, f"accepted:{message_pk}")
    words = "The time you suggested works for us."
    return propose(inquiry, user, words, proposed.starts, proposed.minutes, key, question="")


@transaction.atomic
def call_off(inquiry: Inquiry, user: Any, text: str, key: UUID) -> bool:
    """Cancel the proposed appointment, also in the visitor's calendar."""
    clinic, current = ClinicSettings.default(), actions.lock(inquiry)
    last = last_invitation(current)
    if not last.can_be_called_off or not last.starts or not last.ends:
        return False
    span = time_span(timezone.localtime(last.starts), timezone.localtime(last.ends))
    words = "\n\n".join(filter(None, [text.strip(), f"Canceled: your appointment on {span}."]))
    calendar = invitation(current, clinic, last, last.starts, last.ends, is_canceled=True)
    return send(current, user, Message.Kind.CANCELLATION, words, key, calendar)


@transaction.atomic
def add_sample_templates(inquiry: Inquiry, user: Any) -> bool:
    """Add templates to begin with while there are none; logged like any other that staff add."""
    if not may_add_templates(user) or ReplyTemplate.objects.exists():
        return False
    for number, (name, text) in enumerate(SAMPLE_TEMPLATES.items()):
        log(ReplyTemplate.objects.create(name=name, text=text, order=number), "wagtail.create", user=user)
    return True
