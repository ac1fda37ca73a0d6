"""Drafts and previews of emails that staff are about to send to a visitor."""

import re
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from content.site_context.context import current_site_context, moment_in_words
from content.site_context.logo import png_of
from inquiries.crypto.fields import UNREADABLE
from inquiries.mail.invitation import address_line, invitation, last_invitation, time_span
from inquiries.mail.outbox import compose
from inquiries.mail.quotes import split_quotes
from inquiries.models import Inquiry, Mail, Message

OUR_REMARK = re.compile(r"\A\[[^\]]*\]\s*")  # put before an email from another address or a calendar


@dataclass(frozen=True)
class Draft:
    kind: str
    text: str
    calendar: str = ""


def last_words(inquiry: Inquiry) -> str:
    """Return the visitor's last email, quoted as email clients do, without nested quotes; empty if there is none.

    What they wrote in the form is never quoted: it hasn't been in an email so far.
    """
    messages = Message.objects.filter(inquiry__in=inquiry.whole, kind=Message.Kind.INBOUND)
    last = messages.last()
    if last is None or last.text == UNREADABLE:
        return ""
    said = "\n\n".join(text for is_quoted, text in split_quotes(OUR_REMARK.sub("", last.text)) if not is_quoted).strip()
    quoted = "\n".join(f"> {line}".rstrip() for line in said.splitlines())
    return f"On {moment_in_words(last.at)}, {inquiry.greeting_name} wrote:\n{quoted}" if said else ""


def reply_draft(inquiry: Inquiry, text: str, quotes: bool = False, **_: Any) -> Draft:
    parts = [text, last_words(inquiry) if quotes else ""]
    return Draft(Message.Kind.REPLY, "\n\n".join(filter(None, parts)))


def proposal_draft(
    inquiry: Inquiry,
    text: str,
    starts: datetime,
    minutes: int,
    question: str = "Does this work for you? Just reply to this email.",
    **_: Any,
) -> Draft:
    """Propose an appointment, with a calendar invitation."""
    place, ends = address_line(), starts + timedelta(minutes=minutes)
    paragraphs = [text.strip(), f"When: {time_span(starts, ends)}", f"Where: {place}" if place else "", question]
    calendar = invitation(inquiry, last_invitation(inquiry), starts, ends)
    return Draft(Message.Kind.PROPOSAL, "\n\n".join(filter(None, paragraphs)), calendar)


def cancellation_draft(inquiry: Inquiry, text: str, **_: Any) -> Draft | None:
    """Cancel the appointment; return None if there isn't one that can be canceled."""
    last = last_invitation(inquiry)
    if not last.can_be_called_off or not last.starts or not last.ends:
        return None
    span = time_span(timezone.localtime(last.starts), timezone.localtime(last.ends))
    calendar = invitation(inquiry, last, last.starts, last.ends, is_canceled=True)
    words = "\n\n".join(filter(None, [text.strip(), f"Canceled: your appointment on {span}."]))
    return Draft(Message.Kind.CANCELLATION, words, calendar)


@dataclass(frozen=True)
class Preview:
    form_name: str
    subject: str
    html: str
    has_invitation: bool


def preview(inquiry: Inquiry, user: Any, draft: Draft, form_name: str) -> Preview:
    """Compose the preview with the same code as the real email; nothing is stored."""
    mail = Mail(inquiry=inquiry, purpose=draft.kind, recipient=inquiry.email)
    Message(inquiry=inquiry, kind=draft.kind, author=user, text=draft.text, calendar=draft.calendar, mail=mail)
    message = compose(mail)
    logo = b64encode(png_of(current_site_context().logo) or b"").decode()
    html = re.sub(r'cid:[^"]+', f"data:image/png;base64,{logo}", str(message.alternatives[0][0]))
    return Preview(form_name, str(message.subject), html, bool(draft.calendar))
