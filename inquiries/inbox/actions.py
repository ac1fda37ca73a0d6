"""What staff do with an inquiry; each step is recorded."""

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.admin.utils import get_user_display_name

from inquiries.inbox.audit import log_access, record
from inquiries.models import Inquiry, InquiryEvent, InquiryNote

State = Inquiry.State
ANSWERED = {State.CONTACTED, State.BOOKED, State.NOT_BOOKED}
STATE_FIELDS = ["state", "state_changed_at", "first_answered_at", "wrote_again_at"]


def locked(inquiry: Inquiry) -> Inquiry:
    """The inquiry as it is now, kept from others until the transaction ends."""
    return Inquiry.objects.select_for_update().get(pk=inquiry.pk)


def stamp(moment: Any) -> str:
    return moment.isoformat() if moment else ""


@transaction.atomic
def change_state(inquiry: Inquiry, state: str, user: Any) -> InquiryEvent | None:
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
    return record(current, "state", user, **before)


def undoable(inquiry: Inquiry) -> InquiryEvent | None:
    """The last change of state, while nothing newer stands on it."""
    last = inquiry.events.filter(kind__in=["state", "undo", "released"]).order_by("-at", "-pk").first()
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
    current.release()
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
def follow_up(inquiry: Inquiry, day: date | None, user: Any) -> None:
    """Come back to it on that day."""
    current = locked(inquiry)
    if current.follow_up_on != day:
        current.follow_up_on = day
        current.save(update_fields=["follow_up_on"])
        record(current, "follow_up", user, day=day.isoformat() if day else "")


@transaction.atomic
def hold(inquiry: Inquiry, is_held: bool, user: Any) -> None:
    """Keep it from retention, or let retention have it."""
    current = locked(inquiry)
    if current.is_held != is_held:
        current.is_held = is_held
        current.save(update_fields=["is_held"])
        record(current, "held", user, on=is_held)


@transaction.atomic
def correct_email(inquiry: Inquiry, address: str, user: Any) -> None:
    """The visitor's right address, once somebody found out; mails that follow go there."""
    current = locked(inquiry)
    current.email, current.email_failed = address, False
    current.save(update_fields=["email", "email_failed"])
    record(current, "email_corrected", user)


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
