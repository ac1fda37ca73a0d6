"""Daily reminders to staff about visitors who have waited too long and follow-ups that are due."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from content.site_context.context import current_schedule
from inquiries.inbox.waiting import follow_ups, overdue
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, Stamp
from inquiries.models.routing import staff_recipients
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import erased_tomorrow, inquiry_settings

WAITING, FOLLOW_UPS = "reminder of who waits", "reminder of follow-ups"  # stamps


def addresses_for(inquiry: Inquiry) -> list[str]:
    """Return the assignee's address, if they may still view inquiries; else everyone who is emailed about inquiries."""
    colleague: Any = inquiry.assignee
    if colleague and colleague.email and may(colleague, "view"):
        return [colleague.email]
    return staff_recipients()


def waiting_counts(now: datetime, is_open: bool) -> dict[str, int]:
    """Return how many have waited too long, and how many would be erased tomorrow without an answer."""
    late = overdue(now).count() if is_open and inquiry_settings().remind else 0
    unanswered = erased_tomorrow(now).filter(pk__in=Inquiry.objects.to_answer().values("pk")).count()
    return {"overdue": late, "unanswered": unanswered}


def send_reminders(now: datetime) -> int:
    """Queue the reminders that are due, each kind once a day, and return how many emails that makes.

    On days when the clinic is closed, only remind of what can't wait: an erasure that is about to happen.
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
