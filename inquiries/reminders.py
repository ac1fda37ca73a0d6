"""One mail a day to staff while a visitor waits for longer than the clinic wants, or a follow-up is due."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from content.hours import Schedule
from inquiries.models import Inquiry, JobRun, Mail
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.outbox import default_clinic, owe, staff_recipients
from inquiries.retention import inquiry_settings

JOB = "reminders"


def open_hours(schedule: Schedule, start: datetime, end: datetime) -> float:
    """Hours between two moments in which the clinic was open; all of them if it has no opening hours."""
    if not schedule.weekly and not schedule.specials:
        return max(0.0, (end - start).total_seconds() / 3600)
    zone = timezone.get_current_timezone()
    day, last = timezone.localdate(start), timezone.localdate(end)
    seconds = 0.0
    while day <= last:
        for span in schedule.spans_on(day):
            # Moments, not clock readings: on the days when clocks change an opening is longer or shorter.
            opens = datetime.combine(day, span.opens, tzinfo=zone).timestamp()
            closes = datetime.combine(day, span.closes, tzinfo=zone).timestamp()
            seconds += max(0.0, min(closes, end.timestamp()) - max(opens, start.timestamp()))
        day += timedelta(days=1)
    return seconds / 3600


def overdue(now: datetime) -> list[Inquiry]:
    """What waits for longer than the clinic's own limit, counted in opening hours; the oldest first."""
    limit = inquiry_settings().answer_within_hours
    schedule = Schedule.of(default_clinic())
    waiting = Inquiry.objects.to_answer().only("pk", "reference", "created_at", "wrote_again_at")
    late = [inquiry for inquiry in waiting if open_hours(schedule, inquiry.waiting_since, now) > limit]
    return sorted(late, key=lambda inquiry: inquiry.waiting_since)


def follow_ups(now: datetime) -> InquiryQuerySet:
    """What is to be followed up today or was to be before."""
    done = Q(state__in=[Inquiry.State.CLOSED, Inquiry.State.SPAM])
    return Inquiry.objects.genuine().filter(follow_up_on__lte=timezone.localdate(now)).exclude(done)


def send_reminders(now: datetime) -> int:
    """Put the day's reminder into the outbox, once a day and on open days only. How many mails it made."""
    day = timezone.localdate(now)
    schedule = Schedule.of(default_clinic())
    if not inquiry_settings().remind or (schedule.weekly and not schedule.spans_on(day)):
        return 0
    counts = {"overdue": len(overdue(now)), "follow_ups": follow_ups(now).count()}
    if not any(counts.values()):
        return 0
    with transaction.atomic():
        JobRun.objects.get_or_create(name=JOB)
        not_yet = Q(day=None) | Q(day__lt=day)
        if not JobRun.objects.filter(not_yet, name=JOB).update(day=day, ran_at=now, counts=counts):
            return 0
        return len(owe(Mail.Purpose.REMINDER, staff_recipients()))


def reminder_counts() -> dict[str, int]:
    """What the day's mail says."""
    run = JobRun.objects.filter(name=JOB).first()
    return run.counts if run else {}
