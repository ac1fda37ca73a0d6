"""What happened to an inquiry while somebody had its page open."""

from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from wagtail.admin.utils import get_user_display_name

from content.site_context.context import clock_in_words, moment_in_words
from inquiries.inbox.timeline import describe
from inquiries.models import Inquiry, InquiryEvent
from inquiries.privacy.audit import ACTIONS, LOOKING

EMAILS = {"reply", "proposal", "cancellation"}


def last_event() -> int:
    """Return the key of the last event, for pages that show several inquiries."""
    return InquiryEvent.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


def missed_event(request: HttpRequest, inquiry: Inquiry) -> InquiryEvent | None:
    """Return what a colleague or the visitor did since the page that was posted: an email, or else the last step.

    If the user is about to write to the visitor, an email of their own, from another tab, counts too.
    """
    seen, user, writes = request.POST.get("seen", ""), request.user, "key" in request.POST
    if not seen.isdecimal():
        return None
    by_others = (Q(user__isnull=False) & ~Q(user=user)) | Q(kind="inbound")
    counted = by_others | Q(kind__in=EMAILS) if writes else by_others
    events = InquiryEvent.objects.filter(counted, inquiry__in=inquiry.whole, pk__gt=int(seen))
    found = [event for event in events.select_related("user").order_by("-pk") if not event.data.get("automatic")]
    return next((event for event in found if event.kind in {*EMAILS, "inbound"}), found[0] if found else None)


def missed_in_words(event: InquiryEvent, user: Any, writes: bool) -> str:
    """Say what happened, and what to do now."""
    is_today = timezone.localdate(event.at) == timezone.localdate()
    when = f"at {clock_in_words(event.at)}" if is_today else f"on {moment_in_words(event.at)},"
    if event.user and event.kind in ACTIONS:
        who = "You" if event.user == user else get_user_display_name(event.user)
        did = ACTIONS[event.kind][1]
        what = f"{who} {did[0].lower()}{did[1:]} {when} while you had this open."
    else:
        what = f"{describe(event)} {when} while you had this open."
    if writes:
        return f"{what} Nothing was sent: read it first, then send yours again if it still fits."
    return f"{what} Nothing was done yet: look at it first, then do this again if it still fits."


def open_elsewhere(log_entries: Iterable[Any], user: Any) -> dict[str, str]:
    """Return which colleagues opened the inquiry within the last minutes, and when."""
    views = [
        entry
        for entry in log_entries
        if entry.action == "inquiries.view" and entry.user and entry.timestamp > timezone.now() - LOOKING
    ]
    return {get_user_display_name(one.user): clock_in_words(one.timestamp) for one in views if one.user != user}
