"""Storing an inquiry: it and its mails in one transaction, once, however often it is sent."""

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
from inquiries.intake.spam import suspicions
from inquiries.mail.alerts import alarm
from inquiries.mail.outbox import enqueue_notifications, release
from inquiries.models import Inquiry
from inquiries.models.coordination import one_at_a_time

SAME_FOR = timedelta(hours=24)  # how long the same content is the same inquiry
NOT_CONTENT = {"token", "website", "altcha", "landing", "referrer"}


def content_digest(form: InquiryForm) -> str:
    """A keyed digest of all that was said, so that equal inquiries are recognized without being readable."""
    content = {name: value for name, value in form.cleaned_data.items() if name not in NOT_CONTENT}
    text = json.dumps(content, sort_keys=True, default=str)
    return salted_hmac("inquiries.content", text, algorithm="sha256").hexdigest()


def receive(form: InquiryForm, token: FormToken, request: HttpRequest) -> Inquiry:
    """Store a valid form's inquiry with its mails; a repeated one gives the inquiry that is there already.

    Another text is another inquiry: the visitor went back and corrected it.
    Raises DatabaseError when storing is impossible: then nothing at all was stored.
    """
    digest = content_digest(form)
    for tries_left in (2, 1, 0):
        try:
            with transaction.atomic():
                sender = sender_hash(request)
                one_at_a_time(f"sender {sender}", f"content {digest}")
                duplicate = find_duplicate(digest)
                if duplicate:
                    give_another_chance(duplicate, form, token, sender)
                inquiry = duplicate or store(form, token, request, sender, digest)
            break
        except IntegrityError:
            # The same post at the same moment in another worker: that one stored it, and the next look finds it.
            if not tries_left:
                raise
    if not duplicate and FLOOD in inquiry.suspect_reasons:
        tell_of_flood()
    return inquiry


def find_duplicate(digest: str) -> Inquiry | None:
    """The inquiry of the last 24 hours that says the same. An older one gives the digest up: a new one takes it."""
    since = timezone.now() - SAME_FOR
    Inquiry.objects.filter(submission_key=digest, created_at__lt=since).update(submission_key=None)
    return Inquiry.objects.filter(submission_key=digest).first()


def reasons_against(form: InquiryForm, token: FormToken, sender: str) -> list[str]:
    """Why the post is suspect, if it is."""
    data = form.cleaned_data
    words = " ".join([data["message"], data["times"], *(answer for _, answer in form.answers())])
    proof = redeem(data["altcha"]) if form.page.asks_proof_of_work else None
    return suspicions(token, data["website"], data["name"], words, sender, proof)


def give_another_chance(known: Inquiry, form: InquiryForm, token: FormToken, sender: str) -> None:
    """Somebody whose first try looked suspect sends the same again, and now nothing does: the mails go out."""
    is_waiting = known.is_suspect and known.state == Inquiry.State.NEW
    if is_waiting and not reasons_against(form, token, sender):
        release(known)
        known.note("sent_again_unsuspected")


def tell_of_flood() -> None:
    """A person may be among the many."""
    count = Inquiry.objects.suspects().count()
    waiting = f"{count} suspect{pluralize(count)} wait{pluralize(count, 's,')} for a look"
    alarm("flood", f"So many inquiries come at once that new ones are kept as suspects: {waiting}.")


def store(form: InquiryForm, token: FormToken, request: HttpRequest, sender: str, digest: str) -> Inquiry:
    data = form.cleaned_data
    reasons = reasons_against(form, token, sender)
    attribution = attribution_of(request)
    inquiry = Inquiry.objects.create(
        submission_key=digest,
        name=data["name"],
        email=data["email"],
        phone=data["phone"],
        contact_by=data["contact_by"],
        times=data["times"],
        about="\n".join(form.about_titles()),
        regions="\n".join(data.get("regions", [])),
        message=data["message"],
        answers=json.dumps(form.answers()) if form.answers() else "",
        consent_text=form.page.consent_text,
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
