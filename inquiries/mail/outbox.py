"""Who is to hear of what, the words of each mail, and how the outbox is doing."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import models, transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from inquiries.crypto.fields import UNREADABLE
from inquiries.mail.confirmation_rules import confirms_to
from inquiries.mail.contexts import CONTEXT
from inquiries.models import Inquiry, InquiryPage, Mail, Stamp
from inquiries.models.routing import staff_recipients

STUCK_SECONDS = 15 * 60
WORKER = "delivery worker"  # the stamp by which a worker shows that it lives
WORKER_AWAY_SECONDS = 5 * 60
ABOUT_THE_RECIPIENT = "recipient refused"  # how the error of a mail begins whose address the server doesn't take


class KeyMissingError(Exception):
    """The mail's recipient can't be decrypted: it is kept until the key is back."""


def recipient_digest(address: str) -> str:
    """A keyed hash of an address, to find what was sent to it."""
    return salted_hmac("inquiries.recipient", address.strip().casefold(), algorithm="sha256").hexdigest()


def enqueue(purpose: str, recipients: list[str], inquiry: Inquiry | None = None, **details: Any) -> list[Mail]:
    """Put one mail for each recipient into the outbox. Call inside the transaction that gives reason for it."""
    return Mail.objects.bulk_create(
        Mail(
            inquiry=inquiry,
            purpose=purpose,
            recipient=address,
            recipient_digest=recipient_digest(address),
            details=details,
        )
        for address in recipients
    )


def enqueue_notifications(inquiry: Inquiry, had: Collection[str] = ()) -> None:
    """Staff hear of an inquiry, and the visitor that it came in; each unless they `had` that mail before."""
    if Mail.Purpose.STAFF_NOTICE not in had:
        enqueue(Mail.Purpose.STAFF_NOTICE, staff_recipients(), inquiry)
    if (
        Mail.Purpose.CONFIRMATION not in had
        and inquiry.email
        and confirms_to(inquiry.email, recipient_digest(inquiry.email))
    ):
        enqueue(Mail.Purpose.CONFIRMATION, [inquiry.email], inquiry)


def release(inquiry: Inquiry) -> None:
    """Not spam after all: an inquiry like any other; mails that it never got go out now, once."""
    with transaction.atomic():
        spam = models.Q(is_suspect=True) | models.Q(state=Inquiry.State.SPAM)
        changed = Inquiry.objects.filter(spam, pk=inquiry.pk).update(
            is_suspect=False, state=Inquiry.State.NEW, state_changed_at=timezone.now()
        )
        inquiry.refresh_from_db()
        if changed:
            enqueue_notifications(inquiry, had=inquiry.mails.values_list("purpose", flat=True))


def visitor_is_unreachable(mail: Mail) -> None:
    """A mail to the visitor came back: the inquiry says so, and staff hear once that they must call instead."""
    if not (mail.inquiry and mail.is_to_visitor):
        return
    with transaction.atomic():
        if Inquiry.objects.filter(pk=mail.inquiry.pk, email_failed=False).update(email_failed=True):
            enqueue(Mail.Purpose.BOUNCE_NOTICE, staff_recipients(), mail.inquiry)
            mail.inquiry.note("email_failed")


def send_again(mail: Mail, to: str = "") -> bool:
    """Queue a mail anew, at once, to another address if one is given. Its Message-ID stays.

    False while a worker is just sending it.
    """
    changed: dict[str, Any] = {"recipient": to, "recipient_digest": recipient_digest(to)} if to else {}
    now = timezone.now()
    free = Mail.objects.filter(pk=mail.pk).exclude(state=Mail.State.QUEUED, lease_until__gt=now)
    return bool(
        free.update(
            state=Mail.State.QUEUED,
            queued_at=now,
            next_attempt_at=now,
            attempts=0,
            sent_at=None,
            last_error="",
            lease_until=None,
            **changed,
        )
    )


def reply_address(inquiry: Inquiry) -> str:
    """Where a visitor's answer is to go: joined to the inquiry if the mail service hands it in, else to staff."""
    inbound = getattr(settings, "ANYMAIL", {}).get("INBOUND_ADDRESS", "")
    if not inbound:
        return staff_recipients()[0]
    local, _, domain = inbound.partition("@")
    return f"{local}+{inquiry.reference}@{domain}"


def headers_of(mail: Mail, answers: str = "") -> dict[str, str]:
    """Headers that make threads, and keep machines from answering machines."""
    headers = {"Message-ID": mail.message_id}
    if answers:
        headers |= {"In-Reply-To": answers, "References": answers}
    if mail.purpose == Mail.Purpose.CONFIRMATION:
        # Not on mails to staff: some ticket systems drop what says that a machine sent it.
        headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return headers


def compose(mail: Mail) -> EmailMultiAlternatives:
    """The mail as it is to be sent; its Message-ID is the same on every attempt."""
    inquiry = mail.inquiry
    if UNREADABLE in (mail.recipient, inquiry.email if inquiry else ""):
        raise KeyMissingError
    content = getattr(mail, "content", None)  # what staff wrote, for a reply
    context = {"mail": mail, "content": content, **(InquiryPage.current() or InquiryPage()).mail_context(inquiry)}
    if mail.purpose == Mail.Purpose.SUSPECT_DIGEST:
        context["suspects"] = Inquiry.objects.suspects().count()
    if mail.purpose in CONTEXT:
        context |= CONTEXT[mail.purpose](mail)
    folder = f"email/{mail.purpose}"
    reply_to = []
    if inquiry and mail.is_to_visitor:
        reply_to = [reply_address(inquiry)]
    elif inquiry and inquiry.email and not inquiry.email_failed:
        reply_to = [inquiry.email]
    message = EmailMultiAlternatives(
        subject=" ".join(render_to_string(f"{folder}/subject.txt", context).split()),
        body=render_to_string(f"{folder}/body.txt", context),
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[context.get("to", mail.recipient)],
        reply_to=reply_to,
        headers=headers_of(mail, content.in_reply_to if content else ""),
    )
    message.attach_alternative(render_to_string(f"{folder}/body.html", context), "text/html")
    if content and content.calendar:
        method = "CANCEL" if mail.purpose == Mail.Purpose.CANCELLATION else "REQUEST"
        message.attach("appointment.ics", content.calendar, f"text/calendar; method={method}")
    # A mail service gives it back with each event, also with those that overtake its own answer.
    message.metadata = {"mail": mail.message_id}  # type: ignore[attr-defined]
    return message


@dataclass(frozen=True)
class DeliveryHealth:
    """How the outbox is doing, in numbers that say nothing about anybody."""

    backlog: int  # mails that wait
    failing: int  # of these, how many were tried in vain
    oldest_seconds: float  # since when the oldest of them is due
    needs_attention: int  # mails given up, and notices that never reached staff
    worker_seen_seconds: float | None  # None: no worker ever ran

    @property
    def is_stuck(self) -> bool:
        return self.oldest_seconds > STUCK_SECONDS

    @property
    def worker_away_seconds(self) -> float:
        """Since when no worker was seen, if it is too long; of one that never ran, how long a mail waits for it."""
        seconds = self.oldest_seconds if self.worker_seen_seconds is None else self.worker_seen_seconds
        return seconds if seconds > WORKER_AWAY_SECONDS else 0.0

    @property
    def is_ok(self) -> bool:
        return not self.is_stuck and not self.needs_attention


def troubled() -> models.QuerySet[Mail]:
    """Mails that a person must look after. A failed confirmation isn't: the inquiry itself says to call. Nor is a
    link for a new password, which whoever wants it asks for again.

    A notice to staff has no worth any more once they dealt with the inquiry. What they wrote to the visitor has,
    unless they were told to call instead, or wrote once more and that mail went out.
    """
    state, handled, purpose = Mail.State, Inquiry.State, Mail.Purpose
    done = models.Q(inquiry__state__in=[handled.BOOKED, handled.NOT_BOOKED, handled.CLOSED])
    later = Mail.objects.filter(
        inquiry=models.OuterRef("inquiry"),
        purpose__in=[purpose.REPLY, purpose.PROPOSAL],
        state__in=[state.SENT, state.DEFERRED, state.DELIVERED],
        created_at__gt=models.OuterRef("created_at"),
    )
    settled = models.Q(inquiry__state=handled.SPAM)
    settled |= done & models.Q(purpose__in=[purpose.STAFF_NOTICE, purpose.REPLY_NOTICE])
    settled |= done & models.Q(purpose__in=Mail.TO_VISITOR, inquiry__email_failed=True)
    settled |= models.Q(models.Exists(later), purpose__in=Mail.TO_VISITOR)
    settled |= models.Q(purpose=purpose.STAFF_NOTICE, inquiry__first_answered_at__isnull=False)
    lost = Mail.objects.filter(state__in=[state.NEEDS_ATTENTION, state.BOUNCED, state.REJECTED, state.COMPLAINED])
    nobodys = [Mail.Purpose.CONFIRMATION, Mail.Purpose.PASSWORD_RESET]
    return lost.exclude(purpose__in=nobodys).exclude(settled)


def delivery_health(now: datetime | None = None) -> DeliveryHealth:
    """For the readiness endpoint, the dashboard and alerts.

    A visitor's mistyped address makes nothing stuck: the inquiry says so, and staff were told to call.
    """
    now = now or timezone.now()
    own = [*Mail.TO_VISITOR, Mail.Purpose.PASSWORD_RESET]  # to addresses that their owners gave
    mistyped = models.Q(purpose__in=own, last_error__startswith=ABOUT_THE_RECIPIENT)
    waiting = Mail.objects.filter(state=Mail.State.QUEUED, queued_at__lte=now)
    counts = waiting.aggregate(
        backlog=models.Count("pk"),
        failing=models.Count("pk", filter=models.Q(attempts__gt=0)),
        oldest=models.Min("queued_at", filter=~mistyped),
    )
    seen = Stamp.objects.filter(name=WORKER).values_list("at", flat=True).first()
    return DeliveryHealth(
        backlog=counts["backlog"],
        failing=counts["failing"],
        oldest_seconds=(now - counts["oldest"]).total_seconds() if counts["oldest"] else 0.0,
        needs_attention=troubled().count(),
        worker_seen_seconds=(now - seen).total_seconds() if seen else None,
    )
