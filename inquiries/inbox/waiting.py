"""Who has waited too long for an answer, in open hours, and whose follow-up is due."""

from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone

from content.site_context.context import current_schedule
from content.text.hours import DAYS_AHEAD, Schedule
from inquiries.models import Inquiry
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.retention import inquiry_settings


def open_hours(schedule: Schedule, start: datetime, end: datetime) -> float:
    """Return the open hours between two times; without weekly hours, days that aren't closed count in full."""
    day, last = timezone.localdate(start), timezone.localdate(end)
    seconds = 0.0
    while day <= last:
        for opened, closed in hours_of(schedule, day):
            seconds += max(0.0, min(closed, end.timestamp()) - max(opened, start.timestamp()))
        day += timedelta(days=1)
    return seconds / 3600


def late_before(schedule: Schedule, now: datetime, limit: float) -> datetime:
    """Return the time before which a wait must have begun to exceed `limit` open hours by now."""
    day, left = timezone.localdate(now), limit * 3600
    for _ in range(DAYS_AHEAD):
        for opened, closed in reversed(hours_of(schedule, day)):
            closed = min(closed, now.timestamp())
            if closed - opened > left:
                return datetime.fromtimestamp(closed - left, tz=UTC)
            left -= max(0.0, closed - opened)
        day -= timedelta(days=1)
    return datetime.fromtimestamp(0, tz=UTC)  # hardly ever open, so no one can be late


def hours_of(schedule: Schedule, day: date) -> list[tuple[float, float]]:
    """Return a day's open hours as timestamps, since a day isn't always 24 hours long when the clocks change."""
    if schedule.weekly:
        spans = [
            (datetime.combine(day, one.opens), datetime.combine(day, one.closes)) for one in schedule.spans_on(day)
        ]
    else:
        midnight = datetime.combine(day, time.min)
        spans = [(midnight, midnight + timedelta(days=1))] if schedule.works_on(day) else []
    zone = timezone.get_current_timezone()
    return [
        (opens.replace(tzinfo=zone).timestamp(), closes.replace(tzinfo=zone).timestamp()) for opens, closes in spans
    ]


def overdue(now: datetime) -> InquiryQuerySet:
    schedule = current_schedule()
    return Inquiry.objects.to_answer().waiting_before(
        late_before(schedule, now, inquiry_settings().answer_within_hours)
    )


def follow_ups(now: datetime) -> InquiryQuerySet:
    due = Inquiry.objects.genuine().filter(follow_up_on__lte=timezone.localdate(now))
    return due.exclude(state=Inquiry.State.CLOSED)
