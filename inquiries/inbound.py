"""Mails that come in: joined to their inquiry, or kept as a suspect one; never dropped when a person wrote them."""

import hashlib
import re
from collections.abc import Callable
from email.message import Message as Part

from anymail.inbound import AnymailInboundMessage
from django.db import IntegrityError, models, transaction
from django.utils.html import strip_tags

from inquiries.models import Inquiry, Mail, Message
from inquiries.models.inquiry import REFERENCE_LETTERS
from inquiries.outbox import owe, staff_recipients

LONGEST_TEXT = 50_000
MOST_IDS = 60
MESSAGE_ID = re.compile(r"<[^<>\s]{1,248}>")
CODE = f"[{REFERENCE_LETTERS}]{{4}}"
IN_ADDRESS = re.compile(rf"\+({CODE}-{CODE})$", re.I)
IN_SUBJECT = re.compile(rf"\(({CODE}-{CODE})\)", re.I)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


def ids_in(*headers: object) -> list[str]:
    """The Message-IDs in some headers."""
    return MESSAGE_ID.findall(" ".join(str(header) for header in headers if header))[:MOST_IDS]


def mail_by_ids(ids: list[str]) -> Mail | None:
    """The mail of ours that the newest of these ids names."""
    bare = [one.strip("<>") for one in ids]
    known = Mail.objects.filter(models.Q(message_id__in=ids) | models.Q(service_id__in=[*ids, *bare]))
    return known.filter(inquiry__isnull=False).select_related("inquiry").order_by("-pk").first()


def sender_of(message: AnymailInboundMessage) -> tuple[str, str]:
    """(address, name) of who wrote."""
    found = message.from_email
    found = found[0] if isinstance(found, list) and found else found
    return (found.addr_spec or "", found.display_name or "") if found else ("", "")


def is_automatic(message: AnymailInboundMessage) -> bool:
    """Whether a machine wrote it, such as an out-of-office note."""
    submitted = str(message.get("Auto-Submitted") or "no").split(";")[0].strip().lower()
    precedence = str(message.get("Precedence") or "").strip().lower()
    return (
        submitted != "no"
        or precedence in {"bulk", "junk", "auto_reply", "list"}
        or bool(message.get("X-Autoreply") or message.get("X-Autorespond"))
        or message.get_content_type() == "multipart/report"
    )


def failed_mail(message: AnymailInboundMessage) -> Mail | None:
    """The mail of ours that a delivery report says was refused for good."""
    if message.get_content_type() != "multipart/report":
        return None
    parts: list[Part] = list(message.walk())
    reports = "\n".join(part.as_string() for part in parts if part.get_content_type() == "message/delivery-status")
    if not re.search(r"^Action:\s*failed", reports, re.I | re.M):
        return None
    inner = [part for part in parts[1:] if part.get_content_type() in {"message/rfc822", "text/rfc822-headers"}]
    return mail_by_ids(ids_in(*(part.as_string()[:20_000] for part in inner)))


def inquiry_of(message: AnymailInboundMessage, sender: str) -> Inquiry | None:
    """By the mail that it answers, by the reference in the address it went to, or by subject and sender."""
    answered = mail_by_ids(ids_in(message.get("In-Reply-To"), message.get("References")))
    if answered:
        return answered.inquiry
    addresses = [message.envelope_recipient or "", *(a.addr_spec for a in [*message.to, *message.cc])]
    for address in addresses:
        found = IN_ADDRESS.search(address.partition("@")[0])
        inquiry = Inquiry.objects.filter(reference=found[1].upper()).first() if found else None
        if inquiry:
            return inquiry
    named = IN_SUBJECT.search(message.subject or "")
    inquiry = Inquiry.objects.filter(reference=named[1].upper()).first() if named else None
    # A reference alone can be guessed or forwarded; with the right sender it is that visitor.
    return inquiry if inquiry and is_same(inquiry.email, sender) else None


def is_same(one: str, other: str) -> bool:
    return bool(one) and one.strip().casefold() == other.strip().casefold()


def text_of(message: AnymailInboundMessage) -> str:
    """What was written, as plain text; attachments are counted, not kept."""
    text = message.text or strip_tags(re.sub(r"(?is)<(style|script).*?</\1>|<br[^>]*>|</p>", "\n", message.html or ""))
    kept = CONTROL.sub("", text).strip()[:LONGEST_TEXT]
    count = len(message.attachments)
    return f"{kept}\n\n[Attachments that are not kept here: {count}]".strip() if count else kept


def take_in(message: AnymailInboundMessage, event_id: str, bounced: Callable[[Mail], None]) -> None:
    """Store what came, once, however often the service hands it in."""
    failed = failed_mail(message)
    if failed:
        bounced(failed)
        return
    given = ids_in(message.get("Message-ID"))
    unique = given[0] if given else "<" + hashlib.sha256((event_id or message.as_string()).encode()).hexdigest() + ">"
    sender, name = sender_of(message)
    inquiry = inquiry_of(message, sender)
    try:
        with transaction.atomic():
            if inquiry:
                join(inquiry, message, unique, sender)
            elif not is_automatic(message):
                keep_as_suspect(message, unique, sender, name)
    except IntegrityError:
        if not (Message.objects.filter(inbound_id=unique).exists() or suspect_of(unique)):
            raise


def join(inquiry: Inquiry, message: AnymailInboundMessage, unique: str, sender: str) -> None:
    """Add to the conversation; staff hear that there is something to read, not what."""
    if Message.objects.filter(inbound_id=unique).exists():
        return
    text = text_of(message)
    if not is_same(inquiry.email, sender):
        text = f"[From another address: {sender}]\n\n{text}"
    Message.objects.create(
        inquiry=inquiry,
        kind=Message.Kind.INBOUND,
        text=text,
        inbound_id=unique,
        in_reply_to=(ids_in(message.get("In-Reply-To")) or [""])[0],
    )
    by_machine = is_automatic(message)
    inquiry.note("inbound", automatic=by_machine)
    if not by_machine:
        inquiry.heard_again()
        owe(Mail.Purpose.REPLY_NOTICE, staff_recipients(), inquiry)


def submission_key(unique: str) -> str:
    return hashlib.sha256(f"inbound {unique}".encode()).hexdigest()


def suspect_of(unique: str) -> bool:
    return Inquiry.objects.filter(submission_key=submission_key(unique)).exists()


def keep_as_suspect(message: AnymailInboundMessage, unique: str, sender: str, name: str) -> None:
    """A mail that answers nothing of ours: shown beside the other suspects, one click from being real."""
    if suspect_of(unique):
        return
    inquiry = Inquiry.objects.create(
        submission_key=submission_key(unique),
        content_digest=submission_key(unique),
        name=CONTROL.sub("", name or sender.partition("@")[0])[:120] or "?",
        email=sender[:254],
        contact_by=Inquiry.ContactBy.EMAIL,
        message=f"{message.subject or ''}\n\n{text_of(message)}".strip(),
        is_suspect=True,
        suspect_reasons=["Came by mail and answers none of ours."],
    )
    inquiry.note("received_by_mail")
