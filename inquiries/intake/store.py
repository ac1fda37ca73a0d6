"""Storing an inquiry and its emails in one transaction. Idempotent: the same content is stored once."""

import json
from datetime import timedelta

from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django.utils import timezone
from django.utils.crypto import salted_hmac
from wagtail.models import Page

from inquiries.form.attribution import attribution_of
from inquiries.form.forms import InquiryForm
from inquiries.form.proof_of_work import redeem
from inquiries.form.tokens import FormToken
from inquiries.intake.rate_limits import FLOOD, sender_hash
from inquiries.intake.spam import post_of, suspicions
from inquiries.mail.alerts import alarm
from inquiries.mail.outbox import enqueue_held, enqueue_notifications
from inquiries.models import Inquiry
from inquiries.models.asked import ASKED
from inquiries.models.coordination import one_at_a_time
from inquiries.models.form_fields import NOT_ASKED
from inquiries.privacy.retention import inquiry_settings

DUPLICATE_WITHIN = timedelta(hours=24)


def content_digest(form: InquiryForm) -> str:
    """Return a keyed digest of the content, which identifies duplicates without revealing them."""
    content = {name: value for name, value in form.cleaned_data.items() if name not in NOT_ASKED}
    text = json.dumps(content, sort_keys=True, default=str)
    return salted_hmac("inquiries.content", text, algorithm="sha256").hexdigest()


def store_inquiry(form: InquiryForm, token: FormToken, request: HttpRequest) -> Inquiry:
    """Store a valid form's inquiry with its emails, or return the one that it duplicates.

    A changed text makes a new inquiry: the visitor went back and corrected it.
    Raises DatabaseError if storing fails; nothing at all is stored then.
    """
    digest = content_digest(form)
    for tries_left in (2, 1, 0):
        try:
            with transaction.atomic():
                sender = sender_hash(request)
                one_at_a_time(f"sender {sender}", f"content {digest}")
                duplicate = find_duplicate(digest)
                if duplicate:
                    reconsider_duplicate(duplicate, form, token, sender)
                inquiry = duplicate or create_inquiry(form, token, request, sender, digest)
            break
        except IntegrityError:
            # Another worker stored the same inquiry at the same moment; the next try finds it.
            if not tries_left:
                raise
    if FLOOD in inquiry.suspect_reasons:
        alert_flood()
    return inquiry


def find_duplicate(digest: str) -> Inquiry | None:
    """Return the inquiry with this content from the last 24 hours. An older one gives up its digest to the new one."""
    since = timezone.now() - DUPLICATE_WITHIN
    Inquiry.objects.filter(submission_key=digest, created_at__lt=since).update(submission_key=None)
    return Inquiry.objects.filter(submission_key=digest).first()


def suspect_reasons_for(form: InquiryForm, token: FormToken, sender: str) -> list[str]:
    """Return the reasons to treat the post as suspected spam; none for most."""
    data = form.cleaned_data
    post = post_of(Inquiry(**asked(form)), inquiry_settings().advertising_words)
    proof = redeem(data["altcha"]) if form.page.asks_proof_of_work else None
    return suspicions(token, data["subject"], post, sender, proof)


def reconsider_duplicate(known: Inquiry, form: InquiryForm, token: FormToken, sender: str) -> None:
    """Release a suspect that was sent again without anything suspicious; its emails go out."""
    is_waiting = known.is_suspect and known.state == Inquiry.State.NEW
    if is_waiting and not suspect_reasons_for(form, token, sender):
        enqueue_held(known)
        known.note("sent_again_unsuspected")


def alert_flood() -> None:
    """Alert staff to a flood of suspects, since a real inquiry may be among them."""
    count = Inquiry.objects.suspects().count()
    waiting = f"{count} suspect{pluralize(count)} wait{pluralize(count, 's,')} for a look"
    alarm("flood", f"So many inquiries are coming in that new ones are held as suspected spam: {waiting}.")


def asked(form: InquiryForm) -> dict[str, str]:
    """Return what the form asked for as the model's fields have it."""
    chosen = {
        "about": "\n".join(form.checked("about")),
        "practitioner": ", ".join(form.checked("practitioner")),
        "session": ", ".join(form.checked("session")),
        "regions": "\n".join(form.cleaned_data.get("regions", [])),
        "answers": json.dumps(form.answers()) if form.answers() else "",
    }
    return {field: form.cleaned_data[field] for field in ASKED if field not in chosen} | chosen


def create_inquiry(form: InquiryForm, token: FormToken, request: HttpRequest, sender: str, digest: str) -> Inquiry:
    reasons = suspect_reasons_for(form, token, sender)
    attribution = attribution_of(request)
    inquiry = Inquiry.objects.create(
        submission_key=digest,
        **asked(form),
        consent_text=form.page.consent(),
        source_page=Page.objects.filter(pk=token.source_page_id).first() if token.source_page_id else None,
        landing_path=attribution.landing_path,
        referrer_host=attribution.referrer_host,
        campaign=attribution.campaign,
        sender_hash=sender,
        is_suspect=bool(reasons),
        suspect_reasons=reasons,
    )
    if not reasons:
        enqueue_notifications(inquiry)
    inquiry.note("received")
    return inquiry
