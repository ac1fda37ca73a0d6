"""Sending what the outbox holds: claimed by lease, tried again, never forgotten."""

import logging
import random
import secrets
from datetime import timedelta

from django.core.mail import get_connection
from django.db import connection, models, transaction
from django.utils import timezone

from inquiries.models import Mail
from inquiries.outbox import compose

logger = logging.getLogger("pinpoint.deliver")

BATCH = 10
LEASE = timedelta(seconds=120)  # longer than a batch of timeouts: BATCH × 10 s
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 3600
GIVE_UP_AFTER = timedelta(hours=72)


def worker_name() -> str:
    """A name no other worker has."""
    return secrets.token_hex(8)


def claim(worker: str) -> list[Mail]:
    """Take some due mails for this worker alone, until the lease runs out."""
    now = timezone.now()
    free = models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=now)
    due = Mail.objects.filter(free, state=Mail.State.QUEUED, next_attempt_at__lte=now)
    with transaction.atomic():
        rows = due.order_by("next_attempt_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        Mail.objects.filter(pk__in=keys).update(
            leased_by=worker, lease_until=now + LEASE, attempts=models.F("attempts") + 1
        )
    return list(Mail.objects.filter(pk__in=keys, leased_by=worker).select_related("inquiry").order_by("pk"))


def wait_after(attempts: int) -> timedelta:
    """30 s, doubled with each attempt up to an hour, with jitter so that many don't come at once."""
    longest = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(attempts - 1, 20))
    return timedelta(seconds=longest * random.uniform(0.75, 1.0))  # noqa: S311 (no secret)


def send(mail: Mail) -> bool:
    """Try once. Says whether the mail was handed over; a failure is noted and planned again."""
    mine = Mail.objects.filter(pk=mail.pk, leased_by=mail.leased_by)
    try:
        message = compose(mail)
        message.connection = get_connection(fail_silently=False)
        message.send()
    except Exception as error:  # whatever a mail service raises: the mail stays in the outbox
        give_up = timezone.now() - mail.created_at > GIVE_UP_AFTER
        mine.update(
            state=Mail.State.NEEDS_ATTENTION if give_up else Mail.State.QUEUED,
            next_attempt_at=timezone.now() + wait_after(mail.attempts),
            lease_until=None,
            leased_by="",
            last_error=type(error).__name__[:120],
        )
        logger.warning("Mail %s was not sent (attempt %s): %s", mail.pk, mail.attempts, type(error).__name__)
        return False
    status = getattr(message, "anymail_status", None)
    service_id = getattr(status, "message_id", None)
    mine.update(
        state=Mail.State.SENT,
        sent_at=timezone.now(),
        lease_until=None,
        last_error="",
        service_id=service_id if isinstance(service_id, str) else "",
    )
    return True


def drain(worker: str) -> int:
    """Send all that is due; how many were handed over."""
    sent = 0
    while mails := claim(worker):
        sent += sum(send(mail) for mail in mails)
    return sent
