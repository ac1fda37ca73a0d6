"""Answering from the admin: the words are stored, and sent by the outbox like any other mail."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.dateformat import format as format_date
from wagtail.log_actions import log

from content.models import ClinicSettings
from inquiries.crypto.fields import UNREADABLE
from inquiries.inbox import actions
from inquiries.inbox.invitation import cancellation, invitation, place_of, sent_before
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, Message, ReplyTemplate
from inquiries.privacy.audit import record

SAMPLES = {
    "Ask for times": "Hello {first_name},\n\nthank you for writing to us. Which days and times suit you? "
    "We answer with an appointment.\n\nKind regards\n{clinic}",
    "Please call us": "Hello {first_name},\n\nthank you for writing to us. A short call answers most questions best: "
    "{phone}.\n\nKind regards\n{clinic}",
    "See a doctor first": "Hello {first_name},\n\nthank you for writing to us. What you tell us should be looked at by "
    "a doctor before we work with you. We are glad to see you after that.\n\nKind regards\n{clinic}",
}


def can_be_mailed(inquiry: Inquiry) -> bool:
    return bool(inquiry.email) and inquiry.email != UNREADABLE


def filled_in(template: ReplyTemplate, inquiry: Inquiry, clinic: ClinicSettings) -> str:
    """The template's text with its placeholders replaced; anything else in braces stays as it is."""
    values = {
        "{first_name}": inquiry.first_name,
        "{clinic}": clinic.name,
        "{phone}": clinic.phone,
        "{reference}": inquiry.reference,
    }
    text = template.text
    for placeholder, value in values.items():
        text = text.replace(placeholder, value)
    return text


def answered_id(inquiry: Inquiry) -> str:
    """Message-ID that the next mail answers: the visitor's last mail, else our last one to them."""
    inbound = inquiry.messages.filter(kind=Message.Kind.INBOUND).exclude(inbound_id=None).last()
    if inbound:
        return str(inbound.inbound_id)
    ours = inquiry.mails.filter(purpose__in=Mail.TO_VISITOR).last()
    return ours.message_id if ours else ""


@transaction.atomic
def send(inquiry: Inquiry, kind: str, text: str, user: Any, key: UUID, calendar: str = "") -> bool:
    """Store a mail to the visitor and put it into the outbox, once for each key."""
    current = actions.locked(inquiry)
    if Message.objects.filter(key=key).exists():
        return False
    actions.release(current, user)
    answers = answered_id(current)
    (mail,) = enqueue(kind, [current.email], current)
    Message.objects.create(
        inquiry=current, kind=kind, author=user, text=text, key=key, calendar=calendar, in_reply_to=answers, mail=mail
    )
    record(current, kind, user)
    current.refresh_from_db()
    if current.state == Inquiry.State.NEW:
        actions.change_state(current, Inquiry.State.CONTACTED, user)
    else:
        current.first_answered_at = current.first_answered_at or timezone.now()
        current.wrote_again_at = None
        current.save(update_fields=["first_answered_at", "wrote_again_at"])
    return True


def reply(inquiry: Inquiry, text: str, user: Any, key: UUID) -> bool:
    """Send what staff wrote."""
    return send(inquiry, Message.Kind.REPLY, text, user, key)


def span_text(starts: datetime, ends: datetime) -> str:
    return f"{format_date(starts, 'l, j F Y, H:i')} to {format_date(ends, 'H:i')} ({starts.tzname()})"


def proposal_text(words: str, clinic: ClinicSettings, starts: datetime, minutes: int) -> str:
    """What the visitor reads: staff's words, then when and where."""
    when = span_text(starts, starts + timedelta(minutes=minutes))
    lines = [words.strip(), f"When: {when}"] if words.strip() else [f"When: {when}"]
    place = place_of(clinic)
    return "\n\n".join(
        [*lines, *([f"Where: {place}"] if place else []), "Does it suit you? A line in reply is enough."]
    )


@transaction.atomic
def propose(inquiry: Inquiry, words: str, starts: datetime, minutes: int, user: Any, key: UUID) -> bool:
    """Send an appointment with an invitation for the calendar; a second one moves the first."""
    clinic, current = ClinicSettings.default(), actions.locked(inquiry)
    text = proposal_text(words, clinic, starts, minutes)
    return send(current, Message.Kind.PROPOSAL, text, user, key, invitation(current, clinic, starts, minutes))


@transaction.atomic
def call_off(inquiry: Inquiry, words: str, user: Any, key: UUID) -> bool:
    """Take the proposed appointment back, also out of the visitor's calendar."""
    clinic, current = ClinicSettings.default(), actions.locked(inquiry)
    sent = sent_before(current)
    if not sent.can_be_called_off or not sent.starts or not sent.ends:
        return False
    when = span_text(timezone.localtime(sent.starts), timezone.localtime(sent.ends))
    text = "\n\n".join(part for part in (words.strip(), f"Called off: the appointment on {when}.") if part)
    return send(current, Message.Kind.CANCELLATION, text, user, key, cancellation(current, clinic, sent))


@transaction.atomic
def add_samples(user: Any) -> bool:
    """Add templates to begin with, while there are none; logged like any other that staff add."""
    if ReplyTemplate.objects.exists():
        return False
    for number, (name, text) in enumerate(SAMPLES.items()):
        log(ReplyTemplate.objects.create(name=name, text=text, order=number), "wagtail.create", user=user)
    return True
