"""Mails that come in: joined to their inquiry, or kept as a suspect one; never dropped when a person wrote them."""

import hashlib
import logging
import re
from collections.abc import Callable

from anymail.inbound import AnymailInboundMessage
from django.db import DatabaseError, IntegrityError, models, transaction

from inquiries.mail.mime import addresses, content_type, header, parts_of, sender_of, source, text_of
from inquiries.mail.outbox import enqueue
from inquiries.models import Inquiry, Mail, Message, SearchTerm
from inquiries.models.inquiry import REFERENCE_LETTERS
from inquiries.models.routing import staff_recipients

logger = logging.getLogger("pinpoint.inbound")

MOST_IDS = 60
MESSAGE_ID = re.compile(r"<[^<>\s]{1,248}>")
CODE = f"[{REFERENCE_LETTERS}]{{4}}"
IN_ADDRESS = re.compile(rf"\+({CODE}-{CODE})$", re.I)
IN_SUBJECT = re.compile(rf"\(({CODE}-{CODE})\)", re.I)
UNREADABLE_MAIL = (
    "[A mail came that could not be read. It may still lie with the mail service: ask whoever runs the site.]"
)


class NotStoredError(Exception):
    """A mail that came in could not be stored. Says nothing of it, unlike a database's own words."""


def ids_in(*headers: object) -> list[str]:
    """The Message-IDs in some headers."""
    return MESSAGE_ID.findall(" ".join(str(header) for header in headers if header))[:MOST_IDS]


def mail_by_ids(ids: list[str]) -> Mail | None:
    """The mail of ours that the newest of these ids names."""
    bare = [one.strip("<>") for one in ids]
    known = Mail.objects.filter(models.Q(message_id__in=ids) | models.Q(service_id__in=[*ids, *bare]))
    return known.filter(inquiry__isnull=False).select_related("inquiry").order_by("-pk").first()


def is_automatic(message: AnymailInboundMessage) -> bool:
    """Whether a machine wrote it, such as an out-of-office note."""
    submitted = (header(message, "Auto-Submitted") or "no").split(";")[0].strip().lower()
    precedence = header(message, "Precedence").strip().lower()
    return (
        submitted != "no"
        or precedence in {"bulk", "junk", "auto_reply", "list"}
        or bool(header(message, "X-Autoreply") or header(message, "X-Autorespond"))
        or content_type(message) == "multipart/report"
    )


def failed_mail(message: AnymailInboundMessage) -> Mail | None:
    """The mail of ours that a delivery report says was refused for good."""
    if content_type(message) != "multipart/report":
        return None
    parts = parts_of(message)
    reports = "\n".join(source(part) for part in parts if content_type(part) == "message/delivery-status")
    if not re.search(r"^Action:\s*failed", reports, re.I | re.M):
        return None
    inner = [part for part in parts[1:] if content_type(part) in {"message/rfc822", "text/rfc822-headers"}]
    return mail_by_ids(ids_in(*(source(part)[:20_000] for part in inner)))


def inquiry_of(message: AnymailInboundMessage, sender: str) -> Inquiry | None:
    """By the mail that it answers, by the reference in the address it went to, or by subject and sender."""
    answered = mail_by_ids(ids_in(header(message, "In-Reply-To"), header(message, "References")))
    if answered:
        return answered.inquiry
    named = [address for name in ("To", "Cc") for _, address in addresses(message, name)]
    for address in [message.envelope_recipient or "", *named]:
        found = IN_ADDRESS.search(address.partition("@")[0])
        inquiry = Inquiry.objects.filter(reference=found[1].upper()).first() if found else None
        if inquiry:
            return inquiry
    in_subject = IN_SUBJECT.search(header(message, "Subject"))
    inquiry = Inquiry.objects.filter(reference=in_subject[1].upper()).first() if in_subject else None
    # A reference alone can be guessed or forwarded; with the right sender it is that visitor.
    return inquiry if inquiry and is_same(inquiry.email, sender) else None


def is_same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def take_in(message: AnymailInboundMessage, event_id: str, bounced: Callable[[Mail], None]) -> None:
    """Store what came, once, however often the service hands it in. What can't be understood is kept as a suspect."""
    given = ids_in(header(message, "Message-ID"))
    unique = given[0] if given else "<" + hashlib.sha256((event_id or source(message)).encode()).hexdigest() + ">"
    try:
        try:
            store(message, unique, bounced)
        except DatabaseError:
            raise
        except Exception as error:  # whatever strangers' mails make a library raise
            logger.error("A mail could not be read: %s", type(error).__name__)
            keep_as_suspect(unique, "", "", UNREADABLE_MAIL)
    except DatabaseError as error:
        # The service hands it in again. What the database quotes of it must reach no log.
        raise NotStoredError(type(error).__name__) from None


def store(message: AnymailInboundMessage, unique: str, bounced: Callable[[Mail], None]) -> None:
    """Into the conversation, or beside the suspects."""
    failed = failed_mail(message)
    if failed:
        bounced(failed)
        return
    sender, name = sender_of(message)
    inquiry = inquiry_of(message, sender)
    try:
        with transaction.atomic():
            if inquiry:
                join(inquiry, message, unique, sender or name)
            elif not is_automatic(message):
                keep_as_suspect(unique, sender, name, f"{header(message, 'Subject')}\n\n{text_of(message)}".strip())
    except IntegrityError:
        if not (Message.objects.filter(inbound_id=unique).exists() or suspect_of(unique)):
            raise


def join(inquiry: Inquiry, message: AnymailInboundMessage, unique: str, sender: str) -> None:
    """Add to the conversation; staff hear that there is something to read, not what."""
    if Message.objects.filter(inbound_id=unique).exists():
        return
    text, other = text_of(message), "" if is_same(inquiry.email, sender) else sender
    if other:
        text = f"[From another address: {other}]\n\n{text}"
    Message.objects.create(
        inquiry=inquiry,
        kind=Message.Kind.INBOUND,
        text=text,
        sender=other,
        inbound_id=unique,
        in_reply_to=(ids_in(header(message, "In-Reply-To")) or [""])[0],
    )
    if other and inquiry.is_readable:
        SearchTerm.write(inquiry)  # they may ask what is stored about them, too
    by_machine = is_automatic(message)
    inquiry.note("inbound", automatic=by_machine)
    if not by_machine:
        inquiry.mark_wrote_again()
        enqueue(Mail.Purpose.REPLY_NOTICE, staff_recipients(), inquiry)


def submission_key(unique: str) -> str:
    return hashlib.sha256(f"inbound {unique}".encode()).hexdigest()


def suspect_of(unique: str) -> bool:
    return Inquiry.objects.filter(submission_key=submission_key(unique)).exists()


def keep_as_suspect(unique: str, sender: str, name: str, text: str) -> None:
    """A mail that answers nothing of ours: shown beside the other suspects, one click from being real."""
    if suspect_of(unique):
        return
    inquiry = Inquiry.objects.create(
        submission_key=submission_key(unique),
        name=(name or sender.partition("@")[0])[:120] or "?",
        email=sender,
        contact_by=Inquiry.ContactBy.EMAIL,
        message=text,
        is_suspect=True,
        suspect_reasons=["Came by mail and answers none of ours."],
    )
    inquiry.note("received_by_mail")
