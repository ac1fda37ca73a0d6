"""What is done once a day, or every few minutes, by whichever worker comes first."""

import importlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from inquiries.crypto.fields import renew
from inquiries.intake.rate_limits import forget_old_traces
from inquiries.mail.alerts import alarm
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, JobRun, Mail, Stamp
from inquiries.models.routing import staff_recipients

logger = logging.getLogger("pinpoint.jobs")

FROM_HOUR = 6  # local time: mails of the day lie there when the clinic opens
AGAIN_AFTER = timedelta(hours=1)  # when a job failed, or its worker was killed
SUSPECTS = "suspects"

Job = Callable[[datetime], Any]


def erase_traces(now: datetime) -> None:
    """Salts, counts and hashes of addresses."""
    forget_old_traces()


def renew_encryption(now: datetime) -> None:
    """Write with the newest key what another, or none, wrote, so that the old one can go.

    Each day, since a process that was not restarted yet goes on writing with the old key.
    """
    if renewed := renew():
        logger.info("%s texts written with the newest key", renewed)


def tell_of_suspects(now: datetime) -> None:
    """One mail to staff when suspects came in since the last look: a person may be among them."""
    with transaction.atomic():
        last = JobRun.objects.filter(name=SUSPECTS).first()
        since = last.ran_at if last and last.ran_at else now - timedelta(days=1)
        new = Inquiry.objects.suspects().filter(created_at__gt=since, created_at__lte=now).count()
        JobRun.objects.update_or_create(name=SUSPECTS, defaults={"ran_at": now, "counts": {"new": new}})
        if new:
            enqueue(Mail.Purpose.SUSPECT_DIGEST, staff_recipients())


def jobs() -> list[Job]:
    """This room's daily jobs and those listed in inquiries.daily."""
    try:
        daily = importlib.import_module("inquiries.schedule.daily")
    except ModuleNotFoundError as error:
        if error.name != "inquiries.schedule.daily":
            raise
        return [erase_traces, renew_encryption, tell_of_suspects]
    return [erase_traces, renew_encryption, tell_of_suspects, *daily.JOBS]


def rhythm_of(job: Job) -> timedelta | None:
    """How often a job is done that can't wait for the next day; None for one that is done once a day."""
    return getattr(job, "every", None)


def is_due(job: Job, name: str, now: datetime) -> bool:
    """Whether it is this worker's turn at the job."""
    every, local = rhythm_of(job), timezone.localtime(now)
    if every:
        return Stamp.take(name, every, now)
    return local.hour >= FROM_HOUR and Stamp.take_day(name, local.date(), AGAIN_AFTER, now)


def run_daily(now: datetime | None = None) -> int:
    """Run what is due; how many jobs were done. Many workers may call this at once and often."""
    now = now or timezone.now()
    done = 0
    for job in jobs():
        name = f"{'often' if rhythm_of(job) else 'daily'} {job.__module__.rpartition('.')[2]}.{job.__name__}"
        if not is_due(job, name, now):
            continue
        try:
            job(now)
        except Exception as error:  # one job's trouble is not the others'
            logger.error("%s failed: %s", name, type(error).__name__)
            alarm("job_failed", f"The job “{job.__name__}” failed: {type(error).__name__}.")
        else:
            if not rhythm_of(job):
                Stamp.finish_day(name, timezone.localdate(now))
            done += 1
    return done
