"""Testing delivery: a test email and a test inquiry through the real outbox, with their results in plain words."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from inquiries.mail.delivery_health import RECIPIENT_REFUSED, WORKER_AWAY_SECONDS, worker_seen_seconds
from inquiries.mail.outbox import enqueue, enqueue_notifications, recipient_digest
from inquiries.models import Inquiry, Mail, Stamp
from inquiries.models.routing import staff_recipients

TESTED = "test inquiry"  # the stamp of the last one, and whether its emails went out
FILES = "inquiries.mail.eml_backend.EmlFileBackend"
ARRIVED = (Mail.State.SENT, Mail.State.DELIVERED)
NAME, MESSAGE = "Test inquiry", "This is a test. Nobody is waiting for an answer."
RUNS_SERVER = "Ask whoever runs the server"
OF_STATE = {
    Mail.State.SENT: "The mail service took it. If it isn’t there within a few minutes, look in the spam folder.",
    Mail.State.DELIVERED: "It was delivered.",
    Mail.State.DEFERRED: "The mail service took it, but the recipient’s server asks it to wait.",
    Mail.State.REJECTED: "The mail service took it at first, and then refused to send it on.",
    Mail.State.BOUNCED: "It came back: there is no such mailbox, or it takes no mail.",
    Mail.State.COMPLAINED: "It arrived, and was marked as spam.",
}
# A pattern for the error of a failed attempt; what it means, and what to do.
OF_ERROR = (
    (
        rf"{RECIPIENT_REFUSED} (4|552)|SMTPRecipientsRefused",
        "The mail service can’t take mail for this address just now; the mailbox may be full. The site will try again.",
    ),
    (RECIPIENT_REFUSED, "The mail service refused the address. Check it for a mistake."),
    (
        r"SMTPAuthentication|APIError 40[13]",
        "The mail service refused the login. {ask} to check EMAIL_URL.",
    ),
    (r"SMTPSenderRefused", "The mail service refused the sender’s address. {ask} to check DEFAULT_FROM_EMAIL."),
    (
        r"SMTPDataError|APIError 4(00|22)",
        "The mail service refused the email. {ask} to check the account there.",
    ),
    (r"APIError 429|SMTP\w+ 4\d\d", "The mail service accepts no more mail just now. The site will try again."),
    (r"APIError 5\d\d", "The mail service has problems of its own. The site will try again."),
    (
        r"Timeout",
        "The mail service didn’t answer in time. The site will try again. {ask} to check EMAIL_URL if this continues.",
    ),
    (r"gaierror", "There is no mail service of that name. {ask} to check EMAIL_URL."),
    (r"SSL|Certificate", "No secure connection to the mail service was possible. {ask} to check EMAIL_URL."),
    (
        r"Connect|HeloError|OSError|BrokenPipe",
        "No mail service can be reached. The site will try again. {ask} to check EMAIL_URL if this continues.",
    ),
    (r"NotAccepted", "The mail service answered, but did not accept it. {ask} to check the account there."),
)
UNKNOWN = "It could not be sent ({error}). {ask} to check EMAIL_URL."


@dataclass(frozen=True)
class TrialResult:
    recipient: str
    words: str
    at: datetime
    is_good: bool


def sends_nothing() -> bool:
    """Return whether emails are only written to files, as before a mail service is set up."""
    return settings.EMAIL_BACKEND == FILES


def send_test_mails() -> list[Mail]:
    """Queue a test email to everyone who is emailed about inquiries, replacing earlier ones."""
    with transaction.atomic():
        Mail.objects.filter(purpose=Mail.Purpose.TEST_MAIL).delete()
        return enqueue(Mail.Purpose.TEST_MAIL, staff_recipients())


def test_mail_results(recipients: Iterable[str]) -> list[TrialResult | None]:
    """Return the test email's result for each of these; None if they weren't sent one."""
    found = {mail.recipient_digest: mail for mail in Mail.objects.filter(purpose=Mail.Purpose.TEST_MAIL).order_by("pk")}
    mails = [found.get(recipient_digest(address)) for address in recipients]
    return [result_of(mail) if mail else None for mail in mails]


def result_of(mail: Mail) -> TrialResult:
    is_good = mail.state in ARRIVED and not sends_nothing()
    return TrialResult(mail.recipient, outcome_in_words(mail), mail.sent_at or mail.queued_at, is_good)


def outcome_in_words(mail: Mail) -> str:
    """Describe the mail service's response for someone who has never heard of a mail service."""
    if mail.state in ARRIVED and sends_nothing():
        return (
            "No mail service is set up, so nothing was sent: the email is a file on the server. "
            f"{RUNS_SERVER} to set EMAIL_URL."
        )
    if mail.state in OF_STATE:
        return OF_STATE[Mail.State(mail.state)]
    if mail.attempts == 0 or not mail.last_error:
        return waiting_in_words()
    gave_up = " The site has given up on it." if mail.state == Mail.State.NEEDS_ATTENTION else ""
    return error_in_words(mail.last_error) + gave_up


def error_in_words(error: str) -> str:
    said = next((words for pattern, words in OF_ERROR if re.search(pattern, error)), UNKNOWN)
    return said.format(ask=RUNS_SERVER, error=error)


def waiting_in_words() -> str:
    """Describe an email that no worker has tried to send yet."""
    seconds = worker_seen_seconds(timezone.now())
    if seconds is not None and seconds < WORKER_AWAY_SECONDS:
        return "It is on its way. Look again in a few seconds."
    return f"It waits: nothing on the server is sending emails. {RUNS_SERVER} to start the site’s mail worker."


# Test inquiry --------------------------------------------------------------------------------------


def send_test_inquiry(user: Any) -> Inquiry:
    """Store a test inquiry by the user, with the same emails as a visitor's."""
    with transaction.atomic():
        inquiry = Inquiry.objects.create(name=NAME, email=user.email, message=MESSAGE)
        inquiry.note("received")
        enqueue_notifications(inquiry)
        counts = {"inquiry": inquiry.pk, "passed": False}
        Stamp.objects.update_or_create(name=TESTED, defaults={"at": inquiry.created_at, "counts": counts})
    return inquiry


@dataclass(frozen=True)
class InquiryResult:
    at: datetime
    mails: list[TrialResult]
    inquiry: int | None  # None once it is erased
    passed: bool


def test_inquiry_result() -> InquiryResult | None:
    """Return the last test inquiry's result, and store that it passed, so that it can be erased."""
    stamp = Stamp.objects.filter(name=TESTED).first()
    if stamp is None:
        return None
    mails = list(Mail.objects.filter(inquiry=stamp.counts.get("inquiry")).order_by("pk"))
    results = [result_of(mail) for mail in mails]
    passed = all(result.is_good for result in results) if results else bool(stamp.counts.get("passed"))
    if passed != stamp.counts.get("passed"):
        Stamp.objects.filter(pk=stamp.pk).update(counts=stamp.counts | {"passed": passed})
    return InquiryResult(stamp.at, results, stamp.counts["inquiry"] if mails else None, passed)
