"""Incoming mail: added to its inquiry, or kept as a suspect; never dropped if a person wrote it."""

import hashlib
import logging
import re
from collections.abc import Callable

from anymail.inbound import AnymailInboundMessage
from django.db import DatabaseError, IntegrityError, models, transaction

from inquiries.mail.mime import addresses, content_type, header, parts_of, plain_text, raw_source, sender_of
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
    """An incoming mail could not be stored. Quotes nothing of it, unlike a database error."""


def message_ids_in(*headers: object) -> list[str]:
    """The Message-IDs in these headers."""
    return MESSAGE_ID.findall(" ".join(str(header) for header in headers if header))[:MOST_IDS]


def find_mail(ids: list[str]) -> Mail | None:
    """Our latest mail with one of these ids."""
    bare = [one.strip("<>") for one in ids]
    known = Mail.objects.filter(models.Q(message_id__in=ids) | models.Q(service_id__in=[*ids, *bare]))
    return known.filter(inquiry__isnull=False).select_related("inquiry").order_by("-pk").first()


def is_automatic(message: AnymailInboundMessage) -> bool:
    """Whether it was sent automatically, such as an out-of-office note."""
    submitted = (header(message, "Auto-Submitted") or "no").split(";")[0].strip().lower()
    precedence = header(message, "Precedence").strip().lower()
    return (
        submitted != "no"
        or precedence in {"bulk", "junk", "auto_reply", "list"}
        or bool(header(message, "X-Autoreply") or header(message, "X-Autorespond"))
        or content_type(message) == "multipart/report"
    )


def bounced_mail(message: AnymailInboundMessage) -> Mail | None:
    """Our mail that a delivery status report says has permanently failed."""
    if content_type(message) != "multipart/report":
        return None
    parts = parts_of(message)
    reports = "\n".join(raw_source(part) for part in parts if content_type(part) == "message/delivery-status")
    if not re.search(r"^Action:\s*failed", reports, re.I | re.M):
        return None
    inner = [part for part in parts[1:] if content_type(part) in {"message/rfc822", "text/rfc822-headers"}]
    return find_mail(message_ids_in(*(raw_source(part)[:20_000] for part in inner)))


def find_inquiry(message: AnymailInboundMessage, sender: str) -> Inquiry | None:
    """The inquiry: by the mail it replies to, the reference in the recipient's address, or subject and sender."""
    answered = find_mail(message_ids_in(header(message, "In-Reply-To"), header(message, "References")))
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
    # A reference alone could be guessed or forwarded; with the right sender it is that visitor.
    return inquiry if inquiry and same_address(inquiry.email, sender) else None


def same_address(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def receive_mail(message: AnymailInboundMessage, event_id: str, bounced: Callable[[Mail], None]) -> None:
    """Store a mail once, however often the service delivers it. An unreadable one is kept as a suspect."""
    digest = hashlib.sha256((event_id or raw_source(message)).encode()).hexdigest()
    message_id = next(iter(message_ids_in(header(message, "Message-ID"))), f"<{digest}>")
    try:
        try:
            process(message, message_id, bounced)
        except DatabaseError:
            raise
        except Exception as error:  # a stranger's mail can make the library raise anything
            logger.error("A mail could not be read: %s", type(error).__name__)
            create_suspect(message_id, "", "", UNREADABLE_MAIL)
    except DatabaseError as error:
        # The service will retry. What the database quotes of the mail must not reach a log.
        raise NotStoredError(type(error).__name__) from None


def process(message: AnymailInboundMessage, message_id: str, bounced: Callable[[Mail], None]) -> None:
    """Record a bounce, add to a conversation, or create a suspect."""
    failed = bounced_mail(message)
    if failed:
        bounced(failed)
        return
    sender, name = sender_of(message)
    inquiry = find_inquiry(message, sender)
    try:
        with transaction.atomic():
            if inquiry:
                add_to_conversation(inquiry, message, message_id, sender or name)
            elif not is_automatic(message):
                text = f"{header(message, 'Subject')}\n\n{plain_text(message)}".strip()
                create_suspect(message_id, sender, name, text)
    except IntegrityError:
        if not (Message.objects.filter(inbound_id=message_id).exists() or suspect_exists(message_id)):
            raise


def add_to_conversation(inquiry: Inquiry, message: AnymailInboundMessage, message_id: str, sender: str) -> None:
    """Add to the conversation; staff are told that there is something to read, not what."""
    if Message.objects.filter(inbound_id=message_id).exists():
        return
    text, other = plain_text(message), "" if same_address(inquiry.email, sender) else sender
    if other:
        text = f"[From another address: {other}]\n\n{text}"
    Message.objects.create(
        inquiry=inquiry,
        kind=Message.Kind.INBOUND,
        text=text,
        sender=other,
        inbound_id=message_id,
        in_reply_to=(message_ids_in(header(message, "In-Reply-To")) or [""])[0],
    )
    if other and inquiry.is_readable:
        SearchTerm.write(inquiry)  # the sender may ask for their data, too
    by_machine = is_automatic(message)
    inquiry.note("inbound", automatic=by_machine)
    if not by_machine:
        inquiry.mark_wrote_again()
        enqueue(Mail.Purpose.REPLY_NOTICE, staff_recipients(), inquiry)


def submission_key(message_id: str) -> str:
    return hashlib.sha256(f"inbound {message_id}".encode()).hexdigest()


def suspect_exists(message_id: str) -> bool:
    return Inquiry.objects.filter(submission_key=submission_key(message_id)).exists()


def create_suspect(message_id: str, sender: str, name: str, text: str) -> None:
    """A mail that replies to none of ours: listed with the other suspects, one click from the inbox."""
    if suspect_exists(message_id):
        return
    inquiry = Inquiry.objects.create(
        submission_key=submission_key(message_id),
        name=(name or sender.partition("@")[0])[:120] or "?",
        email=sender,
        contact_by=Inquiry.ContactBy.EMAIL,
        message=text,
        is_suspect=True,
        suspect_reasons=["Came by mail and answers none of ours."],
    )
    inquiry.note("received_by_mail")
