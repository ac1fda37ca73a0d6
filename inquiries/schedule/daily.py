"""What the delivery worker does once a day or every few minutes. Each may be called again without harm."""

from collections.abc import Callable
from datetime import datetime, timedelta

from inquiries.models import Inquiry, SearchTerm
from inquiries.models.search_term import key_mark
from inquiries.privacy.retention import purge
from inquiries.schedule.jobs import Job
from inquiries.schedule.reminders import send_reminders


def each(minutes: int) -> Callable[[Job], Job]:
    """Marks a job that can't wait for the next day."""

    def mark(job: Job) -> Job:
        job.every = timedelta(minutes=minutes)  # type: ignore[attr-defined]
        return job

    return mark


@each(minutes=2)
def renew_terms(now: datetime) -> int:
    """Hash the search terms anew of what was stored under another secret key. How many inquiries."""
    mark, renewed = key_mark(), 0
    stale = Inquiry.objects.exclude(terms_key=mark).only("name", "email", "phone", "about")
    for inquiry in stale.iterator(200):
        if inquiry.is_readable:
            SearchTerm.write(inquiry)
            Inquiry.objects.filter(pk=inquiry.pk).update(terms_key=mark)
            renewed += 1
    return renewed


JOBS = [renew_terms, purge, each(minutes=5)(send_reminders)]
