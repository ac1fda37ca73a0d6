"""What speaks against a time for a session: the clinic is closed then, or somebody is booked."""

from datetime import datetime, timedelta

from django.utils import timezone

from content.models import PractitionerPage
from content.site_context.context import clock_in_words, current_schedule, full_stop
from inquiries.inbox.waiting import hours_of
from inquiries.models import Inquiry

SESSION = timedelta(hours=1)  # for booked sessions, which have no length


def doubts_about(
    inquiry: Inquiry, starts: datetime, length: timedelta = SESSION, booked_with: PractitionerPage | None = None
) -> str:
    """Say what speaks against the time; empty if nothing does. With another practitioner, a session is no obstacle."""
    day, ends, schedule = timezone.localdate(starts), starts + length, current_schedule()
    booked_with = booked_with or inquiry.booked_with
    hours, closure, found = hours_of(schedule, day), schedule.closure_on(day), []
    if not hours:
        found.append(f"The clinic is closed that day{f' ({closure.label})' if closure else ''}.")
    elif not any(opens <= starts.timestamp() and ends.timestamp() <= closes for opens, closes in hours):
        spans = [
            " to ".join(clock_in_words(datetime.fromtimestamp(at, tz=starts.tzinfo)) for at in one) for one in hours
        ]
        found.append(full_stop(f"Outside the opening hours of that day: {' and '.join(spans)}"))
    booked = Inquiry.objects.genuine().filter(state=Inquiry.State.BOOKED).exclude(pk=inquiry.pk)
    for other in booked.filter(booked_for__gt=starts - SESSION, booked_for__lt=ends).select_related("booked_with"):
        is_elsewhere = booked_with and other.booked_with and booked_with != other.booked_with
        if other.booked_for and not is_elsewhere:
            whom = f" with {other.booked_with.title}" if other.booked_with else ""
            found.append(full_stop(f"{other.reference} is booked{whom} for {clock_in_words(other.booked_for)}"))
    return " ".join(found)
