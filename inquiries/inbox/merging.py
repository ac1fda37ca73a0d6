"""Merging and separating inquiries by the same person. Nothing is moved, so a separated inquiry is as it was."""

from typing import Any

from django.db import transaction
from django.utils.dateparse import parse_datetime

from inquiries.inbox.actions import isoformat, lock
from inquiries.models import Inquiry
from inquiries.privacy.audit import record_event


@transaction.atomic
def merge(inquiry: Inquiry, user: Any, other_pk: int) -> bool:
    """Merge another inquiry by the same person into this one, along with any that were merged into it.

    If the other one waits for an answer and this one doesn't, this one waits from now on.
    """
    current = lock(inquiry)
    other = current.same_person().filter(pk=other_pk, is_suspect=False).first()
    if other is None or current.merged_into_id or current.is_suspect:
        return False
    moved = list(other.merged.values_list("pk", flat=True))
    Inquiry.objects.filter(pk__in=[other.pk, *moved]).update(merged_into=current)
    waited, was_read = isoformat(current.wrote_again_at), isoformat(current.read_at)
    if other.is_to_answer and not current.is_to_answer:
        current.wrote_again_at, current.read_at = other.waiting_since, other.read_at
        current.save(update_fields=["wrote_again_at", "read_at"])
    kept: dict[str, Any] = {
        "pk": other.pk,
        "moved": moved,
        "waited": waited,
        "was_read": was_read,
        "waits": isoformat(current.wrote_again_at),
    }
    record_event(current, "merged", user, reference=other.reference, **kept)
    record_event(other, "merged_away", user, reference=current.reference)
    return True


def separable(inquiry: Inquiry) -> list[Inquiry]:
    """Return the inquiries merged directly into this one, newest merge first; their own merges go along with them."""
    merged = {other.pk: other for other in inquiry.merged.all()}
    keys = inquiry.events.filter(kind="merged").order_by("-at", "-pk").values_list("data__pk", flat=True)
    return [merged[key] for key in dict.fromkeys(keys) if key in merged]


@transaction.atomic
def separate(inquiry: Inquiry, user: Any, other_pk: int) -> bool:
    """Undo the merge with that inquiry."""
    current = lock(inquiry)
    other = current.merged.filter(pk=other_pk).first()
    merges = current.events.filter(kind="merged").order_by("-at", "-pk")
    event = next((event for event in merges if event.data.get("pk") == other_pk), None)
    if other is None or event is None:
        return False
    current.merged.filter(pk__in=event.data["moved"]).update(merged_into=other)
    Inquiry.objects.filter(pk=other.pk).update(merged_into=None)
    still_waits = event.data["waits"] == isoformat(current.wrote_again_at)  # no answer and no new message since
    if still_waits and event.data["waited"] != event.data["waits"]:
        current.wrote_again_at = parse_datetime(event.data["waited"])
        current.read_at = parse_datetime(event.data["was_read"])
        current.save(update_fields=["wrote_again_at", "read_at"])
    record_event(current, "separated", user, reference=other.reference)
    record_event(other, "separated", user, reference=current.reference)
    return True
