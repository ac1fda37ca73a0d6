"""The outbox: queueing emails and composing them."""

import re
from datetime import timedelta
from typing import Any

from bs4 import BeautifulSoup
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.crypto import salted_hmac

from content.site_context.zone import use_clinic_zone
from inquiries.crypto.fields import UNREADABLE
from inquiries.mail.attachments import add_calendar, attach_logo
from inquiries.mail.contexts import CONTEXT
from inquiries.mail.outgoing_webhook import enqueue_event
from inquiries.models import Inquiry, InquiryPage, Mail, OutgoingWebhook
from inquiries.models.coordination import one_at_a_time
from inquiries.models.routing import staff_recipients

CONFIRMATION_INTERVAL = timedelta(hours=1)
NOBODY_READS = re.compile(
    r"^(no-?_?reply|do-?_?not-?_?reply|mailer-daemon|postmaster|abuse|bounces?|root|daemon)([+.-].*)?@", re.I
)


class KeyMissingError(Exception):
    """The recipient can't be decrypted; the email waits until the key is back."""


def recipient_digest(address: str) -> str:
    """Return a keyed hash of an address, for finding emails to it."""
    return salted_hmac("inquiries.recipient", address.strip().casefold(), algorithm="sha256").hexdigest()


def enqueue(purpose: str, recipients: list[str], inquiry: Inquiry | None = None, **details: Any) -> list[Mail]:
    """Queue one email per recipient. Call it inside the transaction that the email is about."""
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


def enqueue_notifications(inquiry: Inquiry) -> None:
    """Queue what notifies staff, the webhook, and the visitor of a new inquiry."""
    enqueue(Mail.Purpose.STAFF_NOTICE, staff_recipients(), inquiry)
    enqueue_event(inquiry)
    enqueue_confirmation(inquiry)


def enqueue_confirmation(inquiry: Inquiry) -> None:
    """Queue the confirmation to the visitor, unless their address shouldn't get one.

    Not to automatic addresses, which could start a mail loop, nor to an address that got one within the hour, since
    anyone can type in someone else's. Call it inside a transaction: it locks the address.
    """
    digest = recipient_digest(inquiry.email)
    if not inquiry.email or NOBODY_READS.match(inquiry.email):
        return
    one_at_a_time(f"confirmation {digest}")
    recent = Mail.objects.filter(purpose=Mail.Purpose.CONFIRMATION, recipient_digest=digest)
    if not recent.filter(created_at__gt=timezone.now() - CONFIRMATION_INTERVAL).exists():
        enqueue(Mail.Purpose.CONFIRMATION, [inquiry.email], inquiry)


def enqueue_held(inquiry: Inquiry) -> None:
    """Mark the inquiry as not spam and, if it was a suspect, queue the emails that were held back."""
    mine = Inquiry.objects.filter(pk=inquiry.pk)
    new = {"is_suspect": False, "state": Inquiry.State.NEW, "state_changed_at": timezone.now()}
    with transaction.atomic():
        was_suspect = mine.filter(is_suspect=True).update(**new)
        was_spam = mine.filter(state=Inquiry.State.SPAM).update(**new)
        inquiry.refresh_from_db()
        if was_suspect:
            enqueue_notifications(inquiry)
        elif was_spam:
            enqueue_event(inquiry, OutgoingWebhook.Event.REOPENED)


def mark_email_failed(mail: Mail) -> None:
    """Record that an email to the visitor bounced, and queue one notice that asks staff to call instead.

    Staff may have corrected the address since, of this inquiry or of the one that it was merged into.
    """
    if not (mail.inquiry and mail.is_to_visitor):
        return
    both = (mail.inquiry, mail.inquiry.merged_into)
    addressed = [one.pk for one in both if one and one.email == mail.recipient]
    with transaction.atomic():
        if Inquiry.objects.filter(pk__in=addressed, email_failed=False).update(email_failed=True):
            enqueue(Mail.Purpose.BOUNCE_NOTICE, staff_recipients(), mail.inquiry)
            mail.inquiry.note("email_failed")


def requeue(mail: Mail, to: str = "") -> bool:
    """Requeue an email, due immediately, optionally to another address. It keeps its Message-ID.

    Return False if a worker is sending it.
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


def inbound_address() -> str:
    """Return the address where the mail service receives visitors' replies for the site; empty if there is none."""
    return str(getattr(settings, "ANYMAIL", {}).get("INBOUND_ADDRESS", ""))


def reply_address(inquiry: Inquiry) -> str:
    """Return the Reply-To of emails to a visitor: one per inquiry if the mail service delivers here, else staff's."""
    if not inbound_address():
        return staff_recipients()[0]
    local, _, domain = inbound_address().partition("@")
    return f"{local}+{inquiry.reference}@{domain}"


def headers_of(mail: Mail, answers: str) -> dict[str, str]:
    """Return headers that thread the email and, on a confirmation, keep autoresponders from replying."""
    headers = {"Message-ID": mail.message_id}
    if answers:
        headers |= {"In-Reply-To": answers, "References": answers}
    if mail.purpose == Mail.Purpose.CONFIRMATION:
        # Not on email to staff: some ticket systems drop automatic email.
        headers |= {"Auto-Submitted": "auto-replied", "X-Auto-Response-Suppress": "All"}
    return headers


def stop_headers(url: str) -> dict[str, str]:
    """Return the headers for one-click unsubscribe (RFC 8058); none without a URL."""
    return {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"} if url else {}


def plain_body(html: str) -> str:
    """Return a rendered email as plain text: links as their label and URL, table rows as “Reference: …”."""
    page = BeautifulSoup(html, "html.parser")
    for text in page.find_all(string=True):
        text.replace_with(re.sub(r"\s+", " ", text))
    for name, before, after in (("br", "", "\n"), ("li", "- ", "\n"), ("th", "", ": "), ("tr", "", "\n")):
        for tag in page.find_all(name):
            tag.insert(0, before)
            tag.append(after)
    for tag in page.find_all(["p", "ul", "table"]):
        tag.append("\n\n")
    for link in page.find_all("a"):
        link.append(f":\n{link['href']}")
    for quote in page.find_all("blockquote"):
        quote.string = f"{re.sub(r'(?m)^ *', '> ', quote.get_text().strip())}\n\n"
    parts = [tag.get_text() for tag in page.select(".text, .foot")]
    lines = re.sub(r" *\n *", "\n", re.sub(" +", " ", "\n\n".join(parts)))
    return re.sub(r"\n{3,}", "\n\n", lines).strip() + "\n"


def compose(mail: Mail) -> EmailMultiAlternatives:
    """Render the email; its Message-ID is the same on every attempt, so that retries are idempotent."""
    use_clinic_zone()
    inquiry = mail.inquiry
    if UNREADABLE in (mail.recipient, inquiry.email if inquiry else ""):
        raise KeyMissingError
    content = getattr(mail, "content", None)  # the Message that staff wrote, if any
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
        from_email=settings.DEFAULT_FROM_EMAIL,
        to=[context.get("to", mail.recipient)],
        reply_to=reply_to,
        headers=headers_of(mail, content.in_reply_to if content else "") | stop_headers(context.get("stop_url", "")),
    )
    context["logo_src"] = attach_logo(message, context["logo"])
    html = render_to_string(f"{folder}/body.html", context)
    message.body = plain_body(html)
    message.attach_alternative(html, "text/html")
    if content and content.calendar:
        add_calendar(message, content.calendar, "CANCEL" if mail.purpose == Mail.Purpose.CANCELLATION else "REQUEST")
    # Returned with each event, even one that arrives before the service's response.
    message.metadata = {"mail": mail.message_id}  # type: ignore[attr-defined]
    return message
