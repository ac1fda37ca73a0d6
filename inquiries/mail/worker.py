"""Sending what the outbox holds: claimed by lease, tried again, never forgotten."""

import logging
import random
import secrets
import signal
import smtplib
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import timedelta
from typing import Any

import requests
from anymail.exceptions import AnymailRecipientsRefused
from django.core.mail import get_connection
from django.db import Error, connection, models, transaction
from django.utils import timezone

from inquiries.mail.contexts import NotOwedError
from inquiries.mail.outbox import ABOUT_THE_RECIPIENT, compose, visitor_is_unreachable
from inquiries.models import Mail, Stamp

logger = logging.getLogger("pinpoint.deliver")

BATCH = 10
LEASE = timedelta(seconds=60)
LONGEST_SEND_SECONDS = 40  # all of one attempt; well within the lease, which begins anew with each mail
FIRST_WAIT_SECONDS = 30
LONGEST_WAIT_SECONDS = 3600
GIVE_UP_AFTER = timedelta(hours=72)
FEWEST_ATTEMPTS = 8  # a worker that was away for days doesn't give up at once
REFUSALS_UNTIL_TOLD = 3  # by then it isn't the mail server that is confused
WAKE_EVERY = timedelta(seconds=30)
WAKE_WITHIN_SECONDS = 30  # so that all that waited doesn't come at once
WAKE_GROUPS = 6
UNREACHABLE = "no connection"  # how the error begins when it was the line or the server, and no single mail


class NotAcceptedError(Exception):
    """The mail service answered, but did not take the mail."""


def worker_name() -> str:
    """A name no other worker has."""
    return secrets.token_hex(8)


def claim(worker: str) -> list[Mail]:
    """Take some due mails for this worker alone, until the lease runs out."""
    now = timezone.now()
    free = models.Q(lease_until__isnull=True) | models.Q(lease_until__lt=now)
    due = Mail.objects.filter(free, state=Mail.State.QUEUED, next_attempt_at__lte=now)
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


def wait_after(attempts: int) -> timedelta:
    """30 s, doubled with each attempt up to an hour, with jitter so that many don't come at once."""
    longest = min(LONGEST_WAIT_SECONDS, FIRST_WAIT_SECONDS * 2 ** min(attempts - 1, 20))
    return timedelta(seconds=longest * random.uniform(0.75, 1.0))  # noqa: S311 (no secret)


@contextmanager
def at_most(seconds: float) -> Iterator[None]:
    """Raise TimeoutError after so long: a server that sends a byte now and then outlives any socket timeout.

    Only the main thread can be interrupted, which is where a worker sends; elsewhere this does nothing.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def ring(*_: object) -> None:
        raise TimeoutError

    before = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def hand_over(mail: Mail) -> str:
    """Give the mail to the mail service; its own id for it, if it says one. Raises when it wasn't taken."""
    service = get_connection(fail_silently=False)
    try:
        with at_most(LONGEST_SEND_SECONDS):
            message = compose(mail)
            service.open()
            if not service.send_messages([message]):
                raise NotAcceptedError
    finally:
        # Once taken it is taken, however the goodbye goes.
        with suppress(Exception), at_most(LONGEST_SEND_SECONDS / 6):
            service.close()
    status = getattr(message, "anymail_status", None)
    if status and status.status and status.status <= {"failed", "rejected", "invalid"}:
        raise NotAcceptedError
    service_id = getattr(status, "message_id", None)
    return service_id if isinstance(service_id, str) else ""


def kind_of(error: Exception) -> str:
    """The error in words that hold nothing personal."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
        return f"{ABOUT_THE_RECIPIENT} {max(codes)}" if min(codes) >= 500 else f"{type(error).__name__} {max(codes)}"
    if isinstance(error, AnymailRecipientsRefused):
        return ABOUT_THE_RECIPIENT
    code = getattr(error, "smtp_code", None) or getattr(error, "status_code", None)
    kind = f"{type(error).__name__} {code or ''}".strip()[:100]
    return f"{UNREACHABLE}: {kind}" if is_about_the_line(error) else kind


def is_about_the_line(error: Exception) -> bool:
    """Whether no mail would have come through just then. smtplib's and requests' errors are OSErrors, all of them."""
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, (smtplib.SMTPServerDisconnected, smtplib.SMTPConnectError, smtplib.SMTPHeloError))
    if isinstance(error, requests.RequestException):
        return isinstance(error, (requests.ConnectionError, requests.Timeout))
    return isinstance(error, OSError)


def insist(write: Callable[[], Any], tries: int = 4) -> Any:
    """Write what happened outside: try again, since forgetting it would send the mail twice."""
    for left in reversed(range(tries)):
        try:
            return write()
        except Error:
            if not left:
                raise
            time.sleep(0.5)
            if not connection.in_atomic_block:  # a line that broke is broken for every further try
                connection.close_if_unusable_or_obsolete()
    return None


def begin(mail: Mail) -> bool:
    """Whether the mail is still this worker's to send; its lease then begins anew."""
    now = timezone.now()
    mine = Mail.objects.filter(pk=mail.pk, leased_by=mail.leased_by, lease_until__gt=now, state=Mail.State.QUEUED)
    return bool(mine.update(lease_until=now + LEASE, attempts=models.F("attempts") + 1))


def send(mail: Mail) -> bool:
    """Try once. Says whether the mail was handed over; a failure is noted and planned again."""
    if not begin(mail):
        return False
    mail.attempts += 1
    # An event of the mail service may have come first: what is known to be sent never waits again.
    waiting = Mail.objects.filter(pk=mail.pk, state=Mail.State.QUEUED)
    free = {"lease_until": None, "leased_by": ""}
    try:
        service_id = hand_over(mail)
    except NotOwedError:
        waiting.filter(leased_by=mail.leased_by).delete()
        return False
    except Exception as error:  # whatever a mail service raises: the mail stays in the outbox
        kind = kind_of(error)
        is_late = timezone.now() - mail.queued_at > GIVE_UP_AFTER and mail.attempts >= FEWEST_ATTEMPTS
        insist(
            lambda: waiting.filter(leased_by=mail.leased_by).update(
                state=Mail.State.NEEDS_ATTENTION if is_late else Mail.State.QUEUED,
                next_attempt_at=timezone.now() + wait_after(mail.attempts),
                last_error=kind,
                **free,
            )
        )
        logger.warning("Mail %s was not sent (attempt %s): %s", mail.pk, mail.attempts, kind)
        if kind.startswith(ABOUT_THE_RECIPIENT) and mail.attempts >= REFUSALS_UNTIL_TOLD:
            visitor_is_unreachable(mail)
        return False

    def note() -> None:
        with transaction.atomic():
            waiting.update(state=Mail.State.SENT)
            Mail.objects.filter(pk=mail.pk).update(sent_at=timezone.now(), last_error="", service_id=service_id, **free)

    insist(note)
    wake()
    return True


def wake() -> None:
    """The mail server can be reached: what waits because it could not be needn't wait out its hour.

    What the server itself put off (a greylist, a limit) keeps its pause.
    """
    if Stamp.take("wake", WAKE_EVERY):
        waiting = Mail.objects.filter(state=Mail.State.QUEUED, lease_until__isnull=True)
        waiting = waiting.filter(attempts__gt=0, last_error__startswith=UNREACHABLE)
        for group in range(WAKE_GROUPS):
            share = (group + random.random()) / WAKE_GROUPS  # noqa: S311 (no secret)
            soon = timezone.now() + timedelta(seconds=WAKE_WITHIN_SECONDS * share)
            some = waiting.alias(group=models.F("pk") % WAKE_GROUPS).filter(group=group, next_attempt_at__gt=soon)
            some.update(next_attempt_at=soon)


def drain(worker: str, stop: threading.Event | None = None, between: Callable[[], Any] = lambda: None) -> int:
    """Send all that is due; how many were handed over. `between` is called after each mail.

    Told to stop, it gives back what it has not begun.
    """
    sent = 0
    while mails := claim(worker):
        for mail in mails:
            if stop and stop.is_set():
                Mail.objects.filter(leased_by=worker).update(lease_until=None, leased_by="")
                return sent
            sent += send(mail)
            between()
    return sent
