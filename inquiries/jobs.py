"""What is done once a day, by whichever worker comes first."""

import importlib
import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from inquiries.alerts import alarm
from inquiries.encryption import renew
from inquiries.limits import forget_old_traces
from inquiries.models import Inquiry, Mail, Stamp
from inquiries.outbox import owe, staff_recipients

logger = logging.getLogger("pinpoint.jobs")

FROM_HOUR = 6  # local time: mails of the day lie there when the clinic opens
AGAIN_AFTER = timedelta(hours=1)  # when a job failed, or its worker was killed

Job = Callable[[datetime], Any]


def erase_traces(now: datetime) -> None:
    """Salts, counts and hashes of addresses."""
    forget_old_traces()


def renew_encryption(now: datetime) -> None:
    """After a new key was put in front: write everything with it, so that the old one can go."""
    newest = settings.FIELD_KEYS[0] if settings.FIELD_KEYS else ""
    mark = "key " + salted_hmac("inquiries.key", newest, algorithm="sha256").hexdigest()[:16]
    if newest and not Stamp.objects.filter(name=mark).exists():
        logger.info("%s texts written with the newest key", renew())
        Stamp.objects.filter(name__startswith="key ").delete()
        Stamp.objects.create(name=mark, at=now)


def tell_of_suspects(now: datetime) -> None:
    """One mail to staff when suspects came in since yesterday: a person may be among them."""
    since = now - timedelta(days=1)
    with transaction.atomic():
        if Inquiry.objects.suspects().filter(created_at__gt=since).exists():
            owe(Mail.Purpose.SUSPECT_DIGEST, staff_recipients())


def jobs() -> list[Job]:
    """This room's jobs and those listed in inquiries.daily."""
    try:
        daily = importlib.import_module("inquiries.daily")
    except ModuleNotFoundError as error:
        if error.name != "inquiries.daily":
            raise
        return [erase_traces, renew_encryption, tell_of_suspects]
    return [erase_traces, renew_encryption, tell_of_suspects, *daily.JOBS]


def run_daily(now: datetime | None = None) -> int:
    """Run what was not done yet today; how many jobs were done. Many workers may call this at once and often."""
    now = now or timezone.now()
    local = timezone.localtime(now)
    if local.hour < FROM_HOUR:
        return 0
    done = 0
    for job in jobs():
        name = f"daily {job.__module__.rpartition('.')[2]}.{job.__name__}"
        if not Stamp.take_day(name, local.date(), AGAIN_AFTER, now):
            continue
        try:
            job(now)
        except Exception as error:  # one job's trouble is not the others'
            logger.error("%s failed: %s", name, type(error).__name__)
            alarm("job_failed", f"The daily job “{job.__name__}” failed: {type(error).__name__}.")
        else:
            Stamp.finish_day(name, local.date())
            done += 1
    return done
