"""The outbox worker: leases due emails, submits them, and retries with backoff."""

import logging
import random
import re
import signal
import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from typing import Any

from anymail.exceptions import AnymailRecipientsRefused
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import get_connection
from django.db import Error, connection, models, transaction
from django.utils import timezone

from inquiries.mail import outgoing_webhook
from inquiries.mail.contexts import NothingToSendError
from inquiries.mail.delivery_health import RECIPIENT_REFUSED
from inquiries.mail.outbox import compose, mark_email_failed
from inquiries.mail.outgoing_webhook import WebhookError
from inquiries.models import Mail

logger = logging.getLogger("pinpoint.deliver")

BATCH = 10
LEASE = timedelta(seconds=60)
LONGEST_SEND_SECONDS = 40  # per attempt; well within the lease, which is renewed for each email
FIRST_BACKOFF_SECONDS = 30
LONGEST_BACKOFF_SECONDS = 900  # so that mail goes out soon after the mail server is back
GIVE_UP_AFTER = timedelta(hours=72)
FEWEST_ATTEMPTS = 8  # so that a worker that was down for days doesn't give up right away
REFUSALS_UNTIL_BOUNCED = 3  # by then, the address is wrong, not the mail server confused
DELAYS_UNTIL_BOUNCED = 8  # some 40 minutes: by then, the mailbox is full, not the mail server greylisting
MAILBOX_FULL = re.compile(r"[45]\.2\.2\b")
LONGEST_ERROR = 120  # the size of the database column


class NotAcceptedError(Exception):
    """The mail service responded but didn't accept the email."""


def claim(worker: str) -> list[Mail]:
    """Lease a batch of due emails to this worker."""
    now = timezone.now()
    ahead = now + timedelta(seconds=2 * LONGEST_BACKOFF_SECONDS)  # only a clock that was wrong writes such times
    free = models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=now) | models.Q(lease_until__gt=ahead)
    ready = models.Q(next_attempt_at__lte=now) | models.Q(next_attempt_at__gt=ahead)
    due = Mail.objects.filter(free, ready, state=Mail.State.QUEUED)
    if not due.exists():  # an idle worker takes no write lock
        return []
    with transaction.atomic():
        rows = due.order_by("next_attempt_at", "pk")
        if connection.features.has_select_for_update_skip_locked:
            rows = rows.select_for_update(skip_locked=True)
        keys = list(rows.values_list("pk", flat=True)[:BATCH])
        Mail.objects.filter(pk__in=keys).update(leased_by=worker, lease_until=now + LEASE)
    mine = Mail.objects.filter(pk__in=keys, leased_by=worker).select_related("inquiry", "content")
    return list(mine.order_by("next_attempt_at", "pk"))


def backoff(attempts: int) -> timedelta:
    """Return the delay after a failed attempt: 30 seconds, doubled each time up to 15 minutes, minus up to 25%."""
    longest = min(LONGEST_BACKOFF_SECONDS, FIRST_BACKOFF_SECONDS * 2 ** min(attempts - 1, 20))
    return timedelta(seconds=longest * random.uniform(0.75, 1.0))  # noqa: S311 (no secret)


@contextmanager
def time_limit(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after that many seconds. Socket timeouts miss a server that keeps trickling bytes.

    Only the main thread, in which workers send, can be interrupted; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def on_alarm(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, on_alarm)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def submit(mail: Mail) -> str:
    """Submit the email to the mail service, or post it if it is a webhook event.

    Returns the service's id or the response status, if any; raises if it wasn't accepted.
    """
    if mail.purpose == Mail.Purpose.WEBHOOK:
        with time_limit(LONGEST_SEND_SECONDS):
            return outgoing_webhook.deliver(mail)
    service = get_connection(fail_silently=False)
    try:
        with time_limit(LONGEST_SEND_SECONDS):
            message = compose(mail)
            service.open()
            if not service.send_messages([message]):
                raise NotAcceptedError
    finally:
        # An accepted email stays accepted, whatever happens while closing the connection.
        with suppress(Exception), time_limit(LONGEST_SEND_SECONDS / 6):
            service.close()
    status = getattr(message, "anymail_status", None)
    if status and status.status and status.status <= {"failed", "rejected", "invalid"}:
        raise NotAcceptedError
    service_id = getattr(status, "message_id", None)
    return service_id if isinstance(service_id, str) else ""


def refusal_code(error: Exception) -> int:
    """Return the SMTP code if only this recipient was refused, for now (4xx) or for good (5xx); 0 for other errors."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = max(code for code, _ in error.recipients.values())
        return 0 if code == 421 else code  # the server hangs up on everyone
    if isinstance(error, AnymailRecipientsRefused):
        return 550
    if isinstance(error, smtplib.SMTPDataError) and (
        error.smtp_code == 552 or MAILBOX_FULL.search(str(error.smtp_error))
    ):
        return error.smtp_code
    return 0


def describe_error(error: Exception) -> str:
    """Describe the error for the database and the log, without the recipient or any of the email's text."""
    if refusal := refusal_code(error):
        return f"{RECIPIENT_REFUSED} {refusal}"
    if isinstance(error, (ImproperlyConfigured, WebhookError)):  # their messages are meant for staff
        return " ".join(str(error).split())[:LONGEST_ERROR]
    code = getattr(error, "smtp_code", None) or getattr(error, "status_code", None)
    return f"{type(error).__name__} {code or ''}".strip()[:LONGEST_ERROR]


def retry_write(write: Callable[[], Any], attempts: int = 4) -> Any:
    """Call `write`, and retry if the database fails: an email whose sending isn't recorded would be sent again."""
    for left in reversed(range(attempts)):
        try:
            return write()
        except Error:
            if not left:
                raise
            time.sleep(0.5)
            if not connection.in_atomic_block:  # a broken connection would fail every retry
                connection.close_if_unusable_or_obsolete()
    return None


def start_attempt(mail: Mail) -> bool:
    """Renew the lease and count the attempt. Returns False if the lease was lost."""
    now = timezone.now()
    mine = Mail.objects.filter(pk=mail.pk, leased_by=mail.leased_by, lease_until__gt=now, state=Mail.State.QUEUED)
    return bool(mine.update(lease_until=now + LEASE, attempts=models.F("attempts") + 1))


def try_to_send(mail: Mail) -> bool:
    """Try once to send an email and record the result. Returns whether it was accepted; a failed one is rescheduled."""
    if not start_attempt(mail):
        return False
    mail.attempts += 1
    # A delivery event may have come first: an email known to be sent is never requeued.
    waiting = Mail.objects.filter(pk=mail.pk, state=Mail.State.QUEUED)
    free = {"lease_until": None, "leased_by": ""}
    try:
        service_id = submit(mail)
    except NothingToSendError:
        waiting.filter(leased_by=mail.leased_by).delete()
        return False
    except Exception as error:  # whatever the mail service raises, the email stays in the outbox
        kind = describe_error(error)
        is_late = timezone.now() - mail.queued_at > GIVE_UP_AFTER and mail.attempts >= FEWEST_ATTEMPTS
        retry_write(
            lambda: waiting.filter(leased_by=mail.leased_by).update(
                state=Mail.State.NEEDS_ATTENTION if is_late else Mail.State.QUEUED,
                next_attempt_at=timezone.now() + backoff(mail.attempts),
                last_error=kind,
                **free,
            )
        )
        logger.warning("Mail %s was not sent (attempt %s): %s", mail.pk, mail.attempts, kind)
        if mail.purpose == Mail.Purpose.WEBHOOK:
            postpone_webhooks(timezone.now() + backoff(1))
        refusal = refusal_code(error)
        if refusal and mail.attempts >= (DELAYS_UNTIL_BOUNCED if refusal < 500 else REFUSALS_UNTIL_BOUNCED):
            mark_email_failed(mail)
        return False

    def record_success() -> None:
        with transaction.atomic():
            waiting.update(state=Mail.State.SENT)
            Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), last_error="", service_id=service_id, **free)

    retry_write(record_success)
    return True


def postpone_webhooks(until: datetime) -> None:
    """Postpone all queued webhook events while the receiver is down, so that they don't hold up email one by one."""
    waiting = Mail.objects.filter(purpose=Mail.Purpose.WEBHOOK, state=Mail.State.QUEUED, next_attempt_at__lt=until)
    waiting.update(next_attempt_at=until, lease_until=None, leased_by="")


def drain(worker: str, stop: threading.Event | None = None, between: Callable[[], Any] = lambda: None) -> int:
    """Send all emails that are due and return how many were accepted. Calls `between` after each one.

    When `stop` is set, the leases of unsent emails are released.
    """
    sent = 0
    while mails := claim(worker):
        for mail in mails:
            if stop and stop.is_set():
                Mail.objects.filter(leased_by=worker).update(lease_until=None, leased_by="")
                return sent
            sent += try_to_send(mail)
            between()
    return sent
