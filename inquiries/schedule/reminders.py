"""Daily reminders to staff: of visitors who wait too long, and of follow-ups that are due."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from content.site_context.context import current_schedule
from content.text.hours import DAYS_AHEAD, Schedule
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, Stamp
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.models.routing import staff_recipients
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import erased_tomorrow, inquiry_settings

WAITING, FOLLOW_UPS = "reminder of who waits", "reminder of follow-ups"  # stamps


def open_hours(schedule: Schedule, start: datetime, end: datetime) -> float:
    """Return the opening hours between two moments; without weekly hours, all hours of days that aren't closed."""
    day, last = timezone.localdate(start), timezone.localdate(end)
    seconds = 0.0
    while day <= last:
        for opened, closed in hours_of(schedule, day):
            seconds += max(0.0, min(closed, end.timestamp()) - max(opened, start.timestamp()))
        day += timedelta(days=1)
    return seconds / 3600


def late_before(schedule: Schedule, now: datetime, limit: float) -> datetime:
    """Whoever has been waiting since before this moment has waited for more than so many opening hours."""
    day, left = timezone.localdate(now), limit * 3600
    for _ in range(DAYS_AHEAD):
        for opened, closed in reversed(hours_of(schedule, day)):
            closed = min(closed, now.timestamp())
            if closed - opened > left:
                return datetime.fromtimestamp(closed - left, tz=UTC)
            left -= max(0.0, closed - opened)
        day -= timedelta(days=1)
    return datetime.fromtimestamp(0, tz=UTC)  # hardly ever open: nobody can be late


def hours_of(schedule: Schedule, day: date) -> list[tuple[float, float]]:
    """When somebody could answer on a day; timestamps, since a day is longer or shorter when the clocks change."""
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
    """Inquiries that wait longer than the clinic's limit, counted in opening hours."""
    schedule = current_schedule()
    return Inquiry.objects.to_answer().waiting_before(
        late_before(schedule, now, inquiry_settings().answer_within_hours)
    )


def follow_ups(now: datetime) -> InquiryQuerySet:
    """Inquiries whose follow-up is due today or overdue."""
    done = Q(state__in=[Inquiry.State.CLOSED, Inquiry.State.SPAM])
    return Inquiry.objects.genuine().filter(follow_up_on__lte=timezone.localdate(now)).exclude(done)


def addresses_for(inquiry: Inquiry) -> list[str]:
    """The assigned colleague, if they may still view inquiries; else everyone who is mailed about inquiries."""
    colleague: Any = inquiry.assignee
    if colleague and colleague.is_active and colleague.email and may(colleague, "view"):
        return [colleague.email]
    return staff_recipients()


def waiting_counts(now: datetime, is_open: bool) -> dict[str, int]:
    """How many wait too long, and how many would be erased tomorrow without an answer."""
    late = overdue(now).count() if is_open and inquiry_settings().remind else 0
    unanswered = erased_tomorrow(now).filter(pk__in=Inquiry.objects.to_answer().values("pk")).count()
    return {"overdue": late, "unanswered": unanswered}


def send_reminders(now: datetime) -> int:
    """Queue the reminders that are due, each kind once a day, and return how many mails that makes.

    On days when the clinic is closed only what can't wait: an erasure that nobody could prevent afterwards.
    """
    is_open = current_schedule().works_on(timezone.localdate(now))
    waiting = waiting_counts(now, is_open)
    due = list(follow_ups(now).select_related("assignee")) if is_open else []
    counts: dict[str, Counter[str]] = {}
    with transaction.atomic():
        if any(waiting.values()) and Stamp.claim_day(WAITING, now):
            Stamp.finish_day(WAITING, now)
            counts = {address: Counter(waiting) for address in staff_recipients()}
        if due and Stamp.claim_day(FOLLOW_UPS, now):
            Stamp.finish_day(FOLLOW_UPS, now)
            for inquiry in due:
                for address in addresses_for(inquiry):
                    counts.setdefault(address, Counter()).update(follow_ups=1)
        for address, numbers in counts.items():
            enqueue(Mail.Purpose.REMINDER, [address], None, **numbers)
    return len(counts)
