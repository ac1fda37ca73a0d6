"""Merging and separating inquiries by the same person. Nothing is moved, so a separated inquiry is as it was.

The one that is kept gets what it lacks: assignee, follow-up date, booking. Its event of the merge says what it had.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from wagtail.admin.utils import get_user_display_name

from content.site_context.context import day_in_words
from inquiries.inbox.actions import isoformat, lock
from inquiries.inbox.timeline import describe_outcome
from inquiries.mail.outgoing_webhook import enqueue_state_event
from inquiries.models import Inquiry
from inquiries.privacy.audit import record_event

State = Inquiry.State
BOOKING = ["state", "state_changed_at", "booked_for", "booked_with_id"]


def values_of(inquiry: Inquiry, fields: list[str]) -> list[Any]:
    """Return the fields' values as JSON can hold them."""
    values = [getattr(inquiry, field) for field in fields]
    return [value.isoformat() if hasattr(value, "isoformat") else value for value in values]


def lacks_booking(current: Inquiry, other: Inquiry) -> bool:
    """Return whether only the other one is booked, or only the other one for a day that is still to come."""
    if other.state != State.BOOKED or current.state != State.BOOKED:
        return bool(other.state == State.BOOKED)
    now = timezone.now()
    return bool(other.booked_for and (not current.booked_for or current.booked_for < now < other.booked_for))


def carry_over(current: Inquiry, other: Inquiry) -> list[dict[str, Any]]:
    """Give the kept inquiry what it lacks; return what, in words, with the values before and after."""
    carried: list[dict[str, Any]] = []

    def take(words: str, *fields: str) -> None:
        before = values_of(current, [*fields])
        for field in fields:
            setattr(current, field, getattr(other, field))
        current.save(update_fields=fields)
        carried.append({"words": words, "fields": fields, "before": before, "after": values_of(current, [*fields])})

    if other.assignee and not current.assignee_id:
        take(f"assigned to {get_user_display_name(other.assignee)}", "assignee_id")
    if other.follow_up_on and (not current.follow_up_on or other.follow_up_on < current.follow_up_on):
        take(f"follow up on {day_in_words(other.follow_up_on)}", "follow_up_on")
    is_same_address = other.email.casefold() == current.email.casefold()
    if other.email_failed and not current.email_failed and is_same_address:
        take("an email to the same address bounced", "email_failed")
    if lacks_booking(current, other):
        booked_with = other.booked_with.title if other.booked_with else ""
        said = describe_outcome({"for": isoformat(other.booked_for), "with": booked_with})
        take(said[0].lower() + said[1:] if other.booked_for or booked_with else "booked", *BOOKING)
        enqueue_state_event(current)
    return carried


def give_back(current: Inquiry, carried: list[dict[str, Any]], is_answered: bool) -> None:
    """Restore what the inquiry had before the merge, except what was changed since."""
    for one in carried:
        fields = one["fields"]
        if values_of(current, fields) != one["after"]:
            continue
        for name, value in zip(fields, one["before"], strict=True):
            field: Any = Inquiry._meta.get_field(name)
            exists = not field.related_model or field.related_model.objects.filter(pk=value).exists()
            setattr(current, name, field.to_python(value) if exists else None)
        if "state" in fields and current.state == State.NEW and is_answered:
            current.state = State.CONTACTED
        current.save(update_fields=fields)
        if "state" in fields:
            enqueue_state_event(current)


@transaction.atomic
def merge(inquiry: Inquiry, user: Any, other_pk: int) -> str:
    """Merge another inquiry by the same person into this one, along with any that were merged into it.

    If one of the two waits for an answer, this one waits from now on, as long as either has. Return what was done.
    """
    current = lock(inquiry)
    other = current.same_person().filter(pk=other_pk, is_suspect=False).first()
    if other is None or current.merged_into_id or current.is_suspect:
        return ""
    moved = list(other.merged.values_list("pk", flat=True))
    Inquiry.objects.filter(pk__in=[other.pk, *moved]).update(merged_into=current)
    waited, was_read = isoformat(current.wrote_again_at), isoformat(current.read_at)
    waits_since = min((one.waiting_since for one in (current, other) if one.is_to_answer), default=None)
    if other.is_to_answer and not current.is_to_answer:
        current.read_at = other.read_at
    carried = carry_over(current, other)
    if waits_since and (current.state != State.NEW or waits_since < current.waiting_since):
        current.wrote_again_at = waits_since
        current.save(update_fields=["wrote_again_at", "read_at"])
    kept: dict[str, Any] = {
        "pk": other.pk,
        "moved": moved,
        "waited": waited,
        "was_read": was_read,
        "waits": isoformat(current.wrote_again_at),
        "carried": carried,
    }
    record_event(other, "merged_away", user, reference=current.reference)
    record_event(current, "merged", user, reference=other.reference, **kept)
    taken = "; ".join(one["words"] for one in carried)
    return f"Taken over from {other.reference}: {taken.rstrip('.')}." if taken else "Both are on this page now."


def carried_words(inquiry: Inquiry) -> dict[int, list[str]]:
    """Return what was taken over from each merged inquiry."""
    events = inquiry.events.filter(kind="merged")
    return {event.data["pk"]: [one["words"] for one in event.data.get("carried", [])] for event in events}


def separable(inquiry: Inquiry) -> list[Inquiry]:
    """Return the inquiries merged directly into this one, newest merge first; their own merges go along with them."""
    merged = {other.pk: other for other in inquiry.merged.all()}
    keys = inquiry.events.filter(kind="merged").order_by("-at", "-pk").values_list("data__pk", flat=True)
    return [merged[key] for key in dict.fromkeys(keys) if key in merged]


@transaction.atomic
def separate(inquiry: Inquiry, user: Any, other_pk: int) -> bool:
    current = lock(inquiry)
    other = current.merged.filter(pk=other_pk).first()
    merges = current.events.filter(kind="merged").order_by("-at", "-pk")
    event = next((event for event in merges if event.data.get("pk") == other_pk), None)
    if other is None or event is None:
        return False
    current.merged.filter(pk__in=event.data["moved"]).update(merged_into=other)
    Inquiry.objects.filter(pk=other.pk).update(merged_into=None)
    inbound = current.events.filter(kind="inbound", pk__gt=event.pk)
    wrote_since = any(not each.data.get("automatic") for each in inbound)
    still_waits = not wrote_since and event.data["waits"] == isoformat(current.wrote_again_at)  # no answer since
    if still_waits and event.data["waited"] != event.data["waits"]:
        current.wrote_again_at = parse_datetime(event.data["waited"])
        current.read_at = parse_datetime(event.data["was_read"])
        current.save(update_fields=["wrote_again_at", "read_at"])
    give_back(current, event.data.get("carried", []), is_answered=not still_waits)
    record_event(current, "separated", user, reference=other.reference)
    record_event(other, "separated", user, reference=current.reference)
    return True
