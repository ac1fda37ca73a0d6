"""Incoming email: added to its inquiry, or kept as a suspect; never dropped if a person wrote it."""

import hashlib
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any

from anymail.inbound import AnymailInboundMessage
from django.db import DatabaseError, DataError, transaction
from django.utils import timezone

from inquiries.mail.alerts import log_error
from inquiries.mail.automatic import is_automatic, is_marked_automatic
from inquiries.mail.bounce_classes import Failure
from inquiries.mail.calendar_answers import CalendarAnswer, is_outdated, read_answer
from inquiries.mail.delivery_reports import DeliveryReport, read_report
from inquiries.mail.invitation import last_invitation
from inquiries.mail.mime import body_text, header, header_addresses, mime_digest, raw_source, read_or, sender_of
from inquiries.mail.outbox import enqueue
from inquiries.mail.outgoing_webhook import enqueue_event
from inquiries.mail.tracking import mails_by_id, move
from inquiries.models import Inquiry, Mail, Message, SearchTerm
from inquiries.models.inquiry import REFERENCE_LETTERS
from inquiries.models.routing import staff_recipients

MOST_IDS = 60
NOTICE_EVERY = timedelta(hours=1)
MESSAGE_ID = re.compile(r"<[^<>\s]{1,248}>")
CODE = f"[{REFERENCE_LETTERS}]{{4}}"
IN_ADDRESS = re.compile(rf"\+({CODE}-{CODE})$", re.I)
IN_SUBJECT = re.compile(rf"\(({CODE}-{CODE})\)", re.I)
UNREADABLE_MAIL = (
    "[An email arrived that could not be read. The mail service may still have it: ask the person who runs the site.]"
)
UNKNOWN_REPORT = "A mail server reports that an email did not arrive but does not say which one."


class NotStoredError(Exception):
    """An incoming email could not be stored. Unlike a database error, this doesn't quote it."""


def message_ids_in(*headers: object) -> list[str]:
    return MESSAGE_ID.findall(" ".join(str(header) for header in headers if header))[:MOST_IDS]


def find_inquiry(message: AnymailInboundMessage, sender: str) -> Inquiry | None:
    """Return the inquiry that an email belongs to, or the one that it was merged into."""
    return unmerged(named_inquiry(message, sender))


def unmerged(inquiry: Inquiry | None) -> Inquiry | None:
    return (inquiry.merged_into or inquiry) if inquiry else None


def named_inquiry(message: AnymailInboundMessage, sender: str) -> Inquiry | None:
    """Find the inquiry by the email replied to, the reference in the recipient's address, or subject and sender."""
    ids = message_ids_in(header(message, "In-Reply-To"), header(message, "References"))
    answered = mails_by_id(ids).filter(inquiry__isnull=False).last()
    if answered:
        return answered.inquiry
    named = [address for name in ("To", "Cc") for _, address in header_addresses(message, name)]
    for address in [message.envelope_recipient or "", *named]:
        found = IN_ADDRESS.search(address.partition("@")[0])
        inquiry = Inquiry.objects.filter(reference=found[1].upper()).first() if found else None
        if inquiry:
            return inquiry
    in_subject = IN_SUBJECT.search(header(message, "Subject"))
    inquiry = Inquiry.objects.filter(reference=in_subject[1].upper()).first() if in_subject else None
    # A reference alone could be guessed or forwarded, so the sender must match too.
    return inquiry if inquiry and same_address(inquiry.email, sender) else None


def same_address(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


@contextmanager
def without_quoted_data() -> Iterator[None]:
    """Replace a database error, whose message quotes the email, with one that doesn't. The service will retry."""
    try:
        yield
    except DatabaseError as error:
        raise NotStoredError(type(error).__name__) from None


def receive_mail(message: AnymailInboundMessage) -> None:
    """Store an email once, however often the service delivers it. An unreadable one is kept as a suspect."""
    with without_quoted_data():
        try:
            process(message)
        except Exception as error:  # untrusted email can make the library raise anything
            if isinstance(error, DatabaseError) and not isinstance(error, DataError):
                raise
            log_error("A mail could not be read", error)
            text = read_or(lambda: subject_and_body(message), "")
            keep_unreadable(sender_of(message)[0], text, raw_source(message))


def message_id_of(message: AnymailInboundMessage) -> str:
    """Return its Message-ID, or else a digest of the email."""
    return next(iter(message_ids_in(header(message, "Message-ID"))), f"<{mime_digest(message)}>")


def subject_and_body(message: AnymailInboundMessage) -> str:
    return f"{header(message, 'Subject')}\n\n{body_text(message)}".strip()


def process(message: AnymailInboundMessage) -> None:
    """Record a bounce, add to a conversation, or create a suspect; ignore other automatic email."""
    if report := read_report(message):
        record_report(report, message)
        return
    sender, name = sender_of(message)
    answer = read_answer(message)
    inquiry = find_inquiry(message, sender) or (inquiry_of_uid(answer.uid) if answer else None)
    if inquiry:
        if answer and answer.uid != (last_invitation(inquiry).uid or None):
            answer = None
        add_to_conversation(inquiry, message, sender or name, answer)
    elif not is_marked_automatic(message):
        reason = "Came by email and isn’t a reply to one of ours."
        create_suspect(message_id_of(message), sender, name, subject_and_body(message), reason)


def record_report(report: DeliveryReport, message: AnymailInboundMessage) -> None:
    """Record the failure of the email that a report is about. If it doesn't say which one, keep it as a suspect."""
    if report.mail:
        state = Mail.State.DEFERRED if report.failure is Failure.SOFT else Mail.State.BOUNCED
        move(report.mail, state, f"mail_{state}", is_wrong=report.failure is Failure.WRONG_ADDRESS)
    elif report.failure is not Failure.SOFT:
        name, text = sender_of(message)[1], subject_and_body(message)
        create_suspect(message_id_of(message), "", name, text, UNKNOWN_REPORT, tell_staff=True)


def keep_unreadable(sender: str, text: str, everything: str) -> None:
    """Keep what can be read of an email as a suspect, and notify staff. `everything`: where our Message-ID may be."""
    answered = mails_by_id(message_ids_in(everything)).filter(inquiry__isnull=False).last()
    inquiry = unmerged(answered.inquiry) if answered else None
    parts = [UNREADABLE_MAIL, f"[It answers inquiry {inquiry.reference}.]" if inquiry else "", text]
    key = hashlib.sha256(f"{sender}\n{text or everything}".encode()).hexdigest()
    said = "\n\n".join(filter(None, parts))
    with without_quoted_data():
        create_suspect(key, sender, "", said, "Came by email and could not be read.", tell_staff=True)


def inquiry_of_uid(uid: str) -> Inquiry | None:
    """Return the inquiry whose invitation has this uid, which begins with the reference."""
    return unmerged(Inquiry.objects.filter(reference=uid.partition("@")[0].upper()).first())


def add_to_conversation(
    inquiry: Inquiry, message: AnymailInboundMessage, sender: str, answer: CalendarAnswer | None
) -> None:
    """Add to the conversation, and notify staff that there is something to read, but not what."""
    message_id = message_id_of(message)
    text, other = body_text(message), "" if same_address(inquiry.email, sender) else sender
    data: dict[str, Any] = {"automatic": not answer and is_automatic(message)}
    if answer:
        outdated = is_outdated(answer, inquiry)
        text = "\n\n".join(filter(None, [answer.in_words(outdated), answer.comment, text]))
        data |= {"answer": answer.answer, "outdated": outdated}
    if other:
        text = f"[From another address: {other}]\n\n{text}"
    with transaction.atomic():
        _, is_new = Message.objects.get_or_create(
            inbound_id=message_id,
            defaults={
                "inquiry": inquiry,
                "kind": Message.Kind.INBOUND,
                "text": text,
                "sender": other,
                "calendar": answer.source if answer else "",
                "in_reply_to": (message_ids_in(header(message, "In-Reply-To")) or [""])[0],
            },
        )
        if not is_new:
            return
        if other and inquiry.is_readable:
            SearchTerm.write(inquiry)  # so that this sender can be found by a data request too
        inquiry.note("inbound", **data)
        if not data["automatic"]:
            inquiry.mark_wrote_again()
            enqueue_event(inquiry, "wrote_again")
            enqueue(Mail.Purpose.REPLY_NOTICE, staff_recipients(), inquiry)


def submission_key(message_id: str) -> str:
    return hashlib.sha256(f"inbound {message_id}".encode()).hexdigest()


def create_suspect(
    message_id: str, sender: str, name: str, text: str, reason: str, *, tell_staff: bool = False
) -> None:
    """Store an email that belongs to no inquiry as a suspect, one click from the inbox."""
    key = submission_key(message_id)
    with transaction.atomic():
        inquiry, is_new = Inquiry.objects.get_or_create(
            submission_key=key,
            defaults={
                "name": (name or sender.partition("@")[0])[:120] or "?",
                "email": sender,
                "contact_by": Inquiry.ContactBy.EMAIL,
                "came_by": Inquiry.CameBy.EMAIL,
                "message": text,
                "is_suspect": True,
                "suspect_reasons": [reason],
            },
        )
        if is_new:
            inquiry.note("received_by_mail")
            if tell_staff and not told_lately():
                enqueue(Mail.Purpose.ATTENTION_NOTICE, staff_recipients(), inquiry)


def told_lately() -> bool:
    """Return whether staff were notified within the hour, so that a flood of such email doesn't fill their mailbox."""
    since = timezone.now() - NOTICE_EVERY
    return Mail.objects.filter(purpose=Mail.Purpose.ATTENTION_NOTICE, created_at__gt=since).exists()
