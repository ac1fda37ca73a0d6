"""What staff do with an inquiry; each step is recorded."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.admin.utils import get_user_display_name

from inquiries.mail import outbox
from inquiries.models import Inquiry, InquiryEvent, InquiryNote, Message
from inquiries.privacy.audit import log_access, record

State = Inquiry.State
ANSWERED = {State.CONTACTED, State.BOOKED, State.NOT_BOOKED}
STATE_FIELDS = ["state", "state_changed_at", "first_answered_at", "wrote_again_at"]
STEPS = ["state", "undo", "released", "inbound", "reply", "proposal", "cancellation"]  # none is undone past another


def locked(inquiry: Inquiry) -> Inquiry:
    """The inquiry as it is now, kept from others until the transaction ends."""
    return Inquiry.objects.select_for_update().get(pk=inquiry.pk)


def stamp(moment: Any) -> str:
    return moment.isoformat() if moment else ""


@transaction.atomic
def change_state(inquiry: Inquiry, state: str, user: Any, **more: Any) -> InquiryEvent | None:
    """Move to another state. Gives the event that undoes it, or None when nothing changed."""
    current = locked(inquiry)
    if current.state == state:
        return None
    before = {
        "from": current.state,
        "to": state,
        "was_answered": stamp(current.first_answered_at),
        "wrote_again": stamp(current.wrote_again_at),
        "was_changed": stamp(current.state_changed_at),
    }
    now = timezone.now()
    current.state, current.state_changed_at = state, now
    if state in ANSWERED and current.first_answered_at is None:
        current.first_answered_at = now
    if state != State.NEW:
        current.wrote_again_at = None
    current.save(update_fields=STATE_FIELDS)
    return record(current, "state", user, **before, **more)


def undoable(inquiry: Inquiry) -> InquiryEvent | None:
    """The last change of state, while nothing newer stands on it: no mail of the visitor, and none to them."""
    steps = inquiry.events.filter(kind__in=STEPS).order_by("-at", "-pk")
    last = next((step for step in steps if not step.data.get("automatic")), None)
    if last and last.kind == "state" and last.data.get("to") == inquiry.state:
        return last
    return None


@transaction.atomic
def undo(inquiry: Inquiry, event_pk: int, user: Any) -> bool:
    """Take back the last change of state; only if it still is the last one."""
    current = locked(inquiry)
    event = undoable(current)
    if event is None or event.pk != event_pk:
        return False
    current.state = event.data["from"]
    if not current.messages.exclude(kind=Message.Kind.INBOUND).exists():  # what was answered stays answered
        current.first_answered_at = parse_datetime(event.data.get("was_answered") or "")
    current.wrote_again_at = parse_datetime(event.data.get("wrote_again") or "")
    current.state_changed_at = parse_datetime(event.data.get("was_changed") or "")
    current.save(update_fields=STATE_FIELDS)
    record(current, "undo", user, **{"from": event.data["to"], "to": event.data["from"]})
    return True


@transaction.atomic
def release(inquiry: Inquiry, user: Any) -> bool:
    """Not spam: into the inbox, with the mails that it never got."""
    current = locked(inquiry)
    if not current.is_suspect and current.state != State.SPAM:
        return False
    outbox.release(current)
    record(current, "released", user)
    return True


@transaction.atomic
def assign(inquiry: Inquiry, assignee: Any, user: Any) -> bool:
    """Give to a colleague, or to nobody."""
    current = locked(inquiry)
    if current.assignee_id == (assignee.pk if assignee else None):
        return False
    current.assignee = assignee
    current.save(update_fields=["assignee"])
    record(current, "assigned", user, name=get_user_display_name(assignee) if assignee else "")
    return True


@transaction.atomic
def follow_up(inquiry: Inquiry, day: date | None, user: Any) -> bool:
    """Come back to it on that day."""
    current = locked(inquiry)
    if current.follow_up_on == day:
        return False
    current.follow_up_on = day
    current.save(update_fields=["follow_up_on"])
    record(current, "follow_up", user, day=day.isoformat() if day else "")
    return True


@transaction.atomic
def hold(inquiry: Inquiry, is_held: bool, user: Any) -> None:
    """Keep it from retention, or let retention have it."""
    current = locked(inquiry)
    if current.is_held != is_held:
        current.is_held = is_held
        current.save(update_fields=["is_held"])
        record(current, "held", user, on=is_held)


@transaction.atomic
def undo_many(batch: str, user: Any) -> tuple[int, int]:
    """Take back what one bulk action changed: how many were, and how many have changed since."""
    events = InquiryEvent.objects.filter(kind="state", data__batch=batch).select_related("inquiry")
    done = [undo(event.inquiry, event.pk, user) for event in events]
    return sum(done), len(done) - sum(done)


@transaction.atomic
def correct_email(inquiry: Inquiry, address: str, user: Any) -> bool:
    """The visitor's right address, once somebody found out; mails that follow go there.

    Not while the encryption key is missing: what stands there can't be read, so nobody can say that it is wrong.
    """
    current = locked(inquiry)
    if not current.is_readable:
        return False
    current.email, current.email_failed = address, False
    current.save(update_fields=["email", "email_failed"])
    record(current, "email_corrected", user)
    return True


@transaction.atomic
def write_note(inquiry: Inquiry, text: str, user: Any) -> InquiryNote:
    """A private note."""
    log_access(inquiry, "note", user)
    return InquiryNote.objects.create(inquiry=inquiry, author=user, text=text)


def mark_read(inquiry: Inquiry, user: Any) -> None:
    """Somebody looked at it."""
    log_access(inquiry, "view", user)
    if inquiry.read_at is None:
        inquiry.read_at = timezone.now()
        inquiry.save(update_fields=["read_at"])
