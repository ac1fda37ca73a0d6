"""The monthly email about health pages that are due for review."""

from datetime import datetime, timedelta

from django.db import transaction

from content.models import ClinicSettings
from content.reviews.states import TO_READ, all_states, counts
from inquiries.mail.outbox import enqueue
from inquiries.models import Mail, Stamp
from inquiries.models.routing import staff_recipients

TOLD = "reviews told"  # a stamp
EVERY = timedelta(days=30)


def send_review_reminder(now: datetime) -> None:
    """Queue one email to each staff address while pages are due for review, at most once in 30 days.

    None for the sample clinic, which no one is responsible for yet.
    """
    if ClinicSettings.default().is_sample:
        return
    found = counts(all_states())
    due = {state.value: found[state] for state in TO_READ if found[state]}
    with transaction.atomic():
        if due and Stamp.claim(TOLD, EVERY, now):
            enqueue(Mail.Purpose.REVIEW_REMINDER, staff_recipients(), None, **due)
