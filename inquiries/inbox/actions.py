"""What staff do with an inquiry. Every change is recorded."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.admin.utils import get_user_display_name

from inquiries.mail import outbox
from inquiries.mail.delivery_health import RECIPIENT_REFUSED
from inquiries.mail.outgoing_webhook import enqueue_state_event
from inquiries.models import Inquiry, InquiryEvent, InquiryNote, Mail, Message
from inquiries.privacy.audit import log_access, record_event
from inquiries.privacy.retention import inquiry_settings

State = Inquiry.State
ANSWERED = {State.CONTACTED, State.BOOKED, State.NOT_BOOKED}
STATE_FIELDS = ["state", "state_changed_at", "first_answered_at", "wrote_again_at"]
# Events after which an earlier state change can no longer be undone.
BARRIERS = [
    "state",
    "undo",
    "released",
    "inbound",
    "reply",
    "proposal",
    "cancellation",
    "merged",
    "merged_away",
    "separated",
]


def lock(inquiry: Inquiry) -> Inquiry:
    """Return a fresh copy of the inquiry, with its row locked until the transaction ends."""
    return Inquiry.objects.select_for_update().get(pk=inquiry.pk)


def isoformat(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""


@transaction.atomic
def set_field(inquiry: Inquiry, user: Any, kind: str, field: str, value: Any, **data: Any) -> bool:
    """Change one field and record it; return False if it already has that value."""
    current = lock(inquiry)
    if getattr(current, field) == value:
        return False
    setattr(current, field, value)
    current.save(update_fields=[field])
    record_event(current, kind, user, **data)
    return True


def assign(inquiry: Inquiry, user: Any, assignee: Any) -> bool:
    name = get_user_display_name(assignee) if assignee else ""
    return set_field(inquiry, user, "assigned", "assignee", assignee, name=name)


def follow_up(inquiry: Inquiry, user: Any, follow_up_on: date | None) -> bool:
    day = follow_up_on.isoformat() if follow_up_on else ""
    return set_field(inquiry, user, "follow_up", "follow_up_on", follow_up_on, day=day)


def hold(inquiry: Inquiry, user: Any, on: int) -> bool:
    return set_field(inquiry, user, "held", "is_held", bool(on), on=bool(on))


@transaction.atomic
def change_state(inquiry: Inquiry, user: Any, state: str, **data: Any) -> InquiryEvent | None:
    """Move to another state. Returns the event that can be undone, or None if nothing changed."""
    current = lock(inquiry)
    if current.state == state:
        return None
    before = {
        "from": current.state,
        "to": state,
        "was_answered": isoformat(current.first_answered_at),
        "wrote_again": isoformat(current.wrote_again_at),
        "was_changed": isoformat(current.state_changed_at),
    }
    now = timezone.now()
    current.state, current.state_changed_at = state, now
    if state in ANSWERED and current.first_answered_at is None:
        current.first_answered_at = now
    if state != State.NEW:
        current.wrote_again_at = None
    current.save(update_fields=STATE_FIELDS)
    enqueue_state_event(current)
    return record_event(current, "state", user, **before, **data)


def undoable(inquiry: Inquiry) -> InquiryEvent | None:
    """Return the last state change, unless something in BARRIERS, such as an email, has happened since."""
    events = inquiry.events.filter(kind__in=BARRIERS).order_by("-at", "-pk")
    last = next((event for event in events if not event.data.get("automatic")), None)
    if last and last.kind == "state" and last.data.get("to") == inquiry.state:
        return last
    return None


@transaction.atomic
def undo_state_change(inquiry: Inquiry, user: Any, event_pk: int) -> bool:
    """Undo a state change if it is still the last one."""
    current = lock(inquiry)
    event = undoable(current)
    if event is None or event.pk != event_pk:
        return False
    current.state = event.data["from"]
    if not current.messages.exclude(kind=Message.Kind.INBOUND).exists():  # once answered by email, it stays answered
        current.first_answered_at = parse_datetime(event.data.get("was_answered") or "")
    current.wrote_again_at = parse_datetime(event.data.get("wrote_again") or "")
    current.state_changed_at = parse_datetime(event.data.get("was_changed") or "")
    current.save(update_fields=STATE_FIELDS)
    enqueue_state_event(current)
    record_event(current, "undo", user, **{"from": event.data["to"], "to": event.data["from"]})
    return True


@transaction.atomic
def undo_many(batch: str, user: Any) -> tuple[int, int]:
    """Undo one bulk action. Return how many inquiries were undone, and how many were skipped, having changed since."""
    events = InquiryEvent.objects.filter(kind="state", data__batch=batch).select_related("inquiry")
    undone = [undo_state_change(event.inquiry, user, event.pk) for event in events]
    return sum(undone), len(undone) - sum(undone)


@transaction.atomic
def mark_not_spam(inquiry: Inquiry, user: Any) -> bool:
    """Mark as not spam: the inquiry moves to the inbox, and the emails that were held back go out."""
    current = lock(inquiry)
    if not current.is_suspect and current.state != State.SPAM:
        return False
    outbox.enqueue_held(current)
    record_event(current, "released", user)
    return True


@transaction.atomic
def correct(inquiry: Inquiry, user: Any, **typed: str) -> bool:
    """Correct the name, email address, or phone number; later emails go to the new address. The timeline keeps the old.

    Return False if nothing changes, or if the encryption key is missing, since staff can't see what they'd replace.
    """
    current = lock(inquiry)
    changed = {field: text for field, text in typed.items() if getattr(current, field) != text}
    if not changed or not current.is_readable:
        return False
    for field, text in changed.items():
        record_event(current, f"{field}_corrected", user, getattr(current, field))
        setattr(current, field, text)
    if "email" in changed:
        current.email_failed = False
    current.save(update_fields=[*changed, "email_failed"])
    return True


@transaction.atomic
def set_outcome(inquiry: Inquiry, user: Any, **details: Any) -> bool:
    current = lock(inquiry)
    if all(getattr(current, field) == value for field, value in details.items()):
        return False
    for field, value in details.items():
        setattr(current, field, value)
    current.save(update_fields=list(details))
    booked_with = current.booked_with.title if current.booked_with else ""
    words = {"for": isoformat(current.booked_for), "with": booked_with, "reason": current.lost_reason}
    record_event(current, "outcome", user, state=current.state, **words)
    return True


def bounced(inquiry: Inquiry) -> QuerySet[Mail]:
    """Return the emails to the visitor that failed, or that are still tried although the address was refused."""
    refused = Q(state=Mail.State.QUEUED, last_error__startswith=RECIPIENT_REFUSED)
    mails = Mail.objects.filter(inquiry__in=inquiry.whole, purpose__in=Mail.TO_VISITOR)
    return mails.filter(refused | Q(state__in=Mail.FAILED))


@transaction.atomic
def send_bounced_again(inquiry: Inquiry, user: Any) -> int:
    """Resend every failed email to the visitor's current address; return how many."""
    current = lock(inquiry)
    return sum(resend(mail, user, current.email) for mail in bounced(current)) if current.email else 0


@transaction.atomic
def resend(mail: Mail, user: Any, to: str) -> bool:
    """Requeue an email, to another address if given."""
    to = "" if to == mail.recipient else to
    if not outbox.requeue(mail, to):
        return False
    if mail.inquiry is None:
        log_access(inquiry_settings(), "sent_again", user, purpose=mail.purpose, elsewhere=bool(to))
        return True
    if mail.is_to_visitor:  # the address is tried anew
        Inquiry.objects.filter(pk__in=[mail.inquiry.pk, mail.inquiry.merged_into_id]).update(email_failed=False)
    record_event(mail.inquiry, "sent_again", user, to, purpose=mail.purpose)
    return True


@transaction.atomic
def write_note(inquiry: Inquiry, user: Any, text: str) -> InquiryNote:
    log_access(inquiry, "note", user)
    return InquiryNote.objects.create(inquiry=inquiry, author=user, text=text)


def mark_inquiry_read(inquiry: Inquiry, user: Any) -> None:
    log_access(inquiry, "view", user)
    if inquiry.read_at is None:
        inquiry.read_at = timezone.now()
        inquiry.save(update_fields=["read_at"])
