"""Delivery health: what is waiting, what failed, and whether a worker is running."""

from dataclasses import dataclass
from datetime import datetime

from django.db import models
from django.utils import timezone

from inquiries.models import Inquiry, Mail, Stamp

STUCK_SECONDS = 15 * 60
WORKER = "delivery worker"  # the workers' heartbeat stamp
WORKER_AWAY_SECONDS = 5 * 60
RECIPIENT_REFUSED = "recipient refused"  # prefix of the error if the server refused only this address


@dataclass(frozen=True)
class DeliveryHealth:
    """The state of the outbox in numbers; nothing personal."""

    backlog: int  # queued emails
    failing: int  # those of them that failed at least once
    oldest_seconds: float  # age of the oldest queued email
    needs_attention: int  # emails given up on, and notices that never reached staff
    worker_seen_seconds: float | None  # None if no worker ever ran

    @property
    def is_stuck(self) -> bool:
        return self.oldest_seconds > STUCK_SECONDS

    @property
    def worker_away_seconds(self) -> float:
        """Seconds since the last heartbeat (without one, the oldest email's age) if too long ago, else 0."""
        seconds = self.oldest_seconds if self.worker_seen_seconds is None else self.worker_seen_seconds
        return seconds if seconds > WORKER_AWAY_SECONDS else 0.0

    @property
    def is_ok(self) -> bool:
        return not self.is_stuck and not self.needs_attention


def worker_seen_seconds(now: datetime) -> float | None:
    """Return the seconds since any worker's last heartbeat; None if there never was one."""
    seen = Stamp.objects.filter(name=WORKER).values_list("at", flat=True).first()
    return (now - seen).total_seconds() if seen else None


def mails_needing_attention() -> models.QuerySet[Mail]:
    """Return failed emails that a person must deal with.

    Excludes confirmations, since the inquiry itself says to call; account emails, whose links can be requested again;
    and test emails, which the launch list reports. A notice to staff no longer matters once they dealt with the
    inquiry. What they wrote to the visitor does, unless a later email went out, or they closed the inquiry after a
    notice to call instead.
    """
    state, handled, purpose = Mail.State, Inquiry.State, Mail.Purpose
    later = Mail.objects.filter(
        models.Q(inquiry=models.OuterRef("inquiry")) | models.Q(inquiry=models.OuterRef("inquiry__merged_into")),
        purpose__in=[purpose.REPLY, purpose.PROPOSAL],
        state__in=[state.SENT, state.DEFERRED, state.DELIVERED],
        created_at__gt=models.OuterRef("created_at"),
    )
    settled = models.Q(models.Exists(later), purpose__in=Mail.TO_VISITOR)
    told = models.Q(inquiry__email_failed=True) | models.Q(inquiry__merged_into__email_failed=True)
    for one in ("inquiry", "inquiry__merged_into"):
        done = models.Q((f"{one}__state__in", [handled.BOOKED, handled.NOT_BOOKED, handled.CLOSED]))
        settled |= done & models.Q(purpose__in=[purpose.STAFF_NOTICE, purpose.REPLY_NOTICE])
        settled |= done & told & models.Q(purpose__in=Mail.TO_VISITOR)
        settled |= models.Q((f"{one}__state", handled.SPAM))
        settled |= models.Q(("purpose", purpose.STAFF_NOTICE), (f"{one}__first_answered_at__isnull", False))
    lost = Mail.objects.filter(state__in=[state.NEEDS_ATTENTION, state.BOUNCED, state.REJECTED, state.COMPLAINED])
    nobodys = [Mail.Purpose.CONFIRMATION, *Mail.NOT_FOR_INBOX, Mail.Purpose.TEST_MAIL]
    return lost.exclude(purpose__in=nobodys).exclude(settled)


def delivery_health(now: datetime | None = None) -> DeliveryHealth:
    """Measure the outbox, for the readiness endpoint, the dashboard, and alerts.

    A visitor's mistyped address or full mailbox doesn't count as stuck, since staff are told to call. Nor does a
    webhook whose receiver is down, since its own page says so.
    """
    now = now or timezone.now()
    own = [*Mail.TO_VISITOR, *Mail.TO_ACCOUNT]  # to addresses that the recipients entered
    refused = models.Q(purpose__in=own, last_error__startswith=RECIPIENT_REFUSED)
    waiting = Mail.objects.filter(state=Mail.State.QUEUED, queued_at__lte=now).exclude(purpose=Mail.Purpose.WEBHOOK)
    counts = waiting.aggregate(
        backlog=models.Count("pk"),
        failing=models.Count("pk", filter=models.Q(attempts__gt=0)),
        oldest=models.Min("queued_at", filter=~refused),
    )
    return DeliveryHealth(
        backlog=counts["backlog"],
        failing=counts["failing"],
        oldest_seconds=(now - counts["oldest"]).total_seconds() if counts["oldest"] else 0.0,
        needs_attention=mails_needing_attention().count(),
        worker_seen_seconds=worker_seen_seconds(now),
    )
