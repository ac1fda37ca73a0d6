"""Delivery status notifications about our email, in the standard format or as plain text."""

import re
from dataclasses import dataclass
from datetime import timedelta
from email.utils import parseaddr

from anymail.inbound import AnymailInboundMessage
from django.conf import settings
from django.utils import timezone

from inquiries.mail.bounce_classes import Failure, failure_by_code
from inquiries.mail.mime import body_text, content_type, header, parts_of, raw_source, sender_of
from inquiries.mail.outbox import recipient_digest
from inquiries.mail.tracking import mails_by_id
from inquiries.models import Inquiry, Mail
from inquiries.models.inquiry import REFERENCE_LETTERS

SERVERS_TRY = timedelta(days=14)
COPY_TYPES = {"message/rfc822", "text/rfc822-headers"}
LONGEST_REPORT = 60_000
MOST_IDS = 200
MESSAGE_ID = re.compile(r"<[^<>\s@]{1,200}@[^<>\s@]{1,100}>")
ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]{1,64}@[a-z0-9.-]{1,190}\.[a-z]{2,}", re.I)
REFERENCE = re.compile(rf"[+(]([{REFERENCE_LETTERS}]{{4}}-[{REFERENCE_LETTERS}]{{4}})[@)]", re.I)
SERVERS = re.compile(r"(mailer-?daemon|mail-?daemon|microsoftexchange[0-9a-f]+)\b", re.I)
SERVER_NAMES = re.compile(r"mail delivery (sub)?system|mail administrator|mail delivery service", re.I)
REPORT_WORDS = re.compile(
    r"undeliver|returned mail|returned to sender|failure notice|failed delivery|mail delivery|message delayed"
    r"|delivery (status|failure|failed|has failed|report|delayed|notification)|delivery incomplete|unzustellbar"
    r"|nicht zugestellt|non remis|non distribu|no se puede entregar|no entregado|mancata consegna"
    r"|onbestelbaar|配信不能|送信できません",
    re.I,
)
QMAIL = "hi. this is the qmail-send program"
DELAY_WORDS = re.compile(
    r"warning message only|(has|have|was|been) delayed|message delayed|delivery delayed|status notification \(delay\)"
    r"|not yet been delivered|will (be retried|keep trying|retry|try again)|still being retried|delivery incomplete",
    re.I,
)
# Phrases of a server that gives no status code, although the address may be right.
REFUSED_WORDS = re.compile(
    r"quota|mailbox (is )?full|inbox is full|insufficient|timed? ?out|timeout|too (large|big)|size limit"
    r"|spam|blacklist|blocklist|blocked|policy|reputation|greylist"
    r"|connection refused|relay",
    re.I,
)
# Where the copy of our own email begins. Its text is ours, and its addresses aren't those that failed.
COPY_BEGINS = re.compile(
    r"^(-{2,} ?(below this line|this is a copy|original message|the header|returned message|forwarded message)"
    r"|-+ ?original|original message( headers)?|received: |return-path: |from: |message-id: |dkim-signature: )",
    re.I | re.M,
)


@dataclass(frozen=True)
class DeliveryReport:
    """Why an email didn't arrive, and which one; None if the report doesn't say."""

    failure: Failure
    mail: Mail | None


def read_report(message: AnymailInboundMessage) -> DeliveryReport | None:
    """Parse a report of a failure or delay; None for any other email."""
    parts = parts_of(message)
    fields = "\n".join(raw_source(part) for part in parts if content_type(part) == "message/delivery-status")
    subject, text = header(message, "Subject"), body_text(message)[:LONGEST_REPORT]
    if not fields and not is_from_server(message, f"{subject}\n{text[:2000]}"):
        return None
    copy_begins = COPY_BEGINS.search(text)
    told = text[: copy_begins.start()] if copy_begins else text
    failure = failure_in_fields(fields) if fields else failure_in_words(f"{subject}\n{told}")
    if failure is None:
        return None
    copies = [raw_source(part)[:20_000] for part in parts[1:] if content_type(part) in COPY_TYPES]
    traces = "\n".join([*copies, text, header(message, "In-Reply-To"), header(message, "References")])
    recipients = failed_recipients(message, fields, told)
    ids = list(dict.fromkeys(MESSAGE_ID.findall(traces)))[:MOST_IDS]
    mail = mails_by_id(ids).last() or mail_by_reference(traces, recipients) or mail_by_recipient(recipients)
    return DeliveryReport(failure, mail)


def is_from_server(message: AnymailInboundMessage, words: str) -> bool:
    address, name = sender_of(message)
    if SERVERS.match(address or name) or SERVER_NAMES.search(name) or QMAIL in words.lower():
        return True
    if header(message, "X-Failed-Recipients") or header(message, "X-MS-Exchange-Message-Is-Ndr"):
        return True
    is_nobody = not address or address.lower().startswith("postmaster@")
    return is_nobody and bool(REPORT_WORDS.search(words))


def failure_in_fields(fields: str) -> Failure | None:
    """Return the failure in a standard report's fields (RFC 3464); None if it reports no failure or delay."""
    actions = {action.lower() for action in re.findall(r"^Action:\s*(\w+)", fields, re.I | re.M)}
    if "failed" in actions:
        said = " ".join(re.findall(r"^(?:Status|Diagnostic-Code):(.*)", fields, re.I | re.M))
        return as_permanent(failure_by_code(said) or Failure.WRONG_ADDRESS)
    return Failure.SOFT if "delayed" in actions else None


def failure_in_words(words: str) -> Failure:
    """Return the failure that the server describes in plain text."""
    if DELAY_WORDS.search(words):
        return Failure.SOFT
    return as_permanent(
        failure_by_code(words) or (Failure.REFUSED if REFUSED_WORDS.search(words) else Failure.WRONG_ADDRESS)
    )


def as_permanent(failure: Failure) -> Failure:
    """Make a soft failure permanent: a server that returns an email has stopped trying, even for a full mailbox."""
    return Failure.REFUSED if failure is Failure.SOFT else failure


def failed_recipients(message: AnymailInboundMessage, fields: str, told: str) -> list[str]:
    named = re.findall(r"^(?:Final|Original)-Recipient:\s*(?:rfc822;)?\s*(\S+)", fields, re.I | re.M)
    named += ADDRESS.findall(header(message, "X-Failed-Recipients"))
    own = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower()
    found = named or ADDRESS.findall(told)
    return [address for address in dict.fromkeys(one.strip("<>.").lower() for one in found) if address != own][:20]


def mail_by_reference(traces: str, recipients: list[str]) -> Mail | None:
    """Return the last email to the visitor whose reference is in the copy, if it was their address that failed."""
    codes = {code.upper() for code in REFERENCE.findall(traces)}
    for inquiry in Inquiry.objects.filter(reference__in=codes):
        if not recipients or inquiry.email.strip().lower() in recipients:
            return inquiry.mails.filter(purpose__in=Mail.TO_VISITOR).select_related("inquiry").last()
    return None


def mail_by_recipient(recipients: list[str]) -> Mail | None:
    """Return the last email to one of these addresses within the time that servers keep retrying."""
    digests = [recipient_digest(address) for address in recipients]
    sent = Mail.objects.filter(recipient_digest__in=digests, sent_at__gt=timezone.now() - SERVERS_TRY)
    return sent.select_related("inquiry").order_by("-sent_at", "-pk").first()
