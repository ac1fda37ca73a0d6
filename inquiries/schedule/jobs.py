"""Scheduled jobs other than sending email. Whichever worker claims a job first runs it."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from content.admin.scheduled_publishing import publish_scheduled
from content.counting.models import prune_counts
from content.health.counts import store_counts
from content.site_context.zone import use_clinic_zone
from inquiries.crypto.blind_index import key_fingerprint
from inquiries.crypto.fields import renew
from inquiries.intake.rate_limits import erase_old_traces
from inquiries.mail.alerts import alarm, log_error, watch
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, SearchTerm, Stamp
from inquiries.models.routing import staff_recipients
from inquiries.privacy.retention import PURGE, purge
from inquiries.schedule.links import check_links
from inquiries.schedule.reminders import send_reminders
from inquiries.schedule.reviews import send_review_reminder
from inquiries.weekly.mail import send_weekly_report

logger = logging.getLogger("pinpoint.jobs")

# Hours in the clinic's time zone.
ALL_DAY = range(24)
DAYTIME = range(6, 24)  # so that emails are there when the clinic opens
NIGHT = range(1, 6)  # few visitors, and no email waiting to go out
SUSPECTS_TOLD = "suspects told"  # a stamp: suspects that came in later go into the next digest


@dataclass(frozen=True)
class Job:
    """A scheduled function, which must be safe to run more often than planned."""

    name: str  # also of its stamp
    run: Callable[[datetime], Any]
    every: timedelta | None = None  # None: once a day
    hours: range = DAYTIME

    def is_due(self, now: datetime) -> bool:
        """Claim the job if it is due. Returns whether this worker should run it."""
        if timezone.localtime(now).hour not in self.hours:
            return False
        return Stamp.claim(self.name, self.every, now) if self.every else Stamp.claim_day(self.name, now)


def renew_encryption(now: datetime) -> None:
    """Re-encrypt texts that use an older key, so that older keys can be removed.

    This runs daily because a process that hasn't been restarted keeps using the old key.
    """
    if renewed := renew():
        logger.info("%s texts written with the newest key", renewed)


def send_suspect_digest(now: datetime) -> None:
    """Queue one email to staff if suspects came in since the last one, since a real inquiry may be among them."""
    with transaction.atomic():
        last = Stamp.objects.filter(name=SUSPECTS_TOLD).first()
        since = last.at if last else now - timedelta(days=1)
        Stamp.objects.update_or_create(name=SUSPECTS_TOLD, defaults={"at": now})
        if Inquiry.objects.suspects().filter(created_at__gt=since, created_at__lte=now).exists():
            enqueue(Mail.Purpose.SUSPECT_DIGEST, staff_recipients())


def rebuild_blind_index(now: datetime) -> int:
    """Rebuild keyed hashes that were made with another secret key. Returns how many inquiries changed."""
    mark, rebuilt = key_fingerprint(), 0
    stale = Inquiry.objects.exclude(terms_key=mark).only("name", "email", "phone", "about")
    for inquiry in stale.iterator(200):
        if inquiry.is_readable:
            SearchTerm.write(inquiry)
            Inquiry.objects.filter(pk=inquiry.pk).update(terms_key=mark)
            rebuilt += 1
    return rebuilt


# `config.accounts` adds its own when it is loaded.
JOBS = [
    Job("publish scheduled pages", publish_scheduled, every=timedelta(seconds=20), hours=ALL_DAY),
    Job("count site health", store_counts, every=timedelta(minutes=30), hours=ALL_DAY),
    Job("watch mail", watch, every=timedelta(seconds=30), hours=ALL_DAY),
    Job("erase traces", erase_old_traces),
    Job("prune counts", prune_counts),
    Job("renew encryption", renew_encryption),
    Job("send suspect digest", send_suspect_digest),
    Job(PURGE, purge),
    Job("rebuild blind index", rebuild_blind_index, every=timedelta(minutes=2), hours=ALL_DAY),
    Job("send reminders", send_reminders, every=timedelta(minutes=5)),
    Job("send review reminder", send_review_reminder),
    Job("send weekly report", send_weekly_report),
    Job("check links", check_links, every=timedelta(minutes=1), hours=NIGHT),
]


def run_due_jobs(now: datetime | None = None) -> int:
    """Run the jobs that are due and return how many ran. Several workers may call this at once and often."""
    use_clinic_zone()
    now = now or timezone.now()
    done = 0
    for job in JOBS:
        if not job.is_due(now):
            continue
        try:
            job.run(now)
        except Exception as error:  # one failing job must not stop the others
            log_error(f"The job “{job.name}” failed", error)
            alarm("job_failed", f"The job “{job.name}” failed: {type(error).__name__}.")
        else:
            if not job.every:
                Stamp.finish_day(job.name, now)
            done += 1
    return done
