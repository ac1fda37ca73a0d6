"""Storing an inquiry: it and the mails it owes in one transaction, once, however often it is sent."""

import hashlib
import hmac
import json
from datetime import timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.template.defaultfilters import pluralize
from django.utils import timezone
from wagtail.models import Page

from inquiries.alerts import alarm
from inquiries.forms import InquiryForm
from inquiries.limits import FLOOD, one_at_a_time, sender_hash
from inquiries.models import Inquiry
from inquiries.outbox import enqueue_notifications
from inquiries.proof import is_solved
from inquiries.spam import suspicions
from inquiries.tokens import FormToken, with_campaign

SAME_TEXT_MINUTES = 10


def digest(*parts: str) -> str:
    """A keyed hash, so that equal texts are seen without being readable."""
    return hmac.new(settings.SECRET_KEY.encode(), json.dumps(parts).encode(), hashlib.sha256).hexdigest()


def content_of(form: InquiryForm) -> str:
    """What was said, for telling whether it was said before."""
    data = {key: value for key, value in form.cleaned_data.items() if key not in {"token", "website", "altcha"}}
    return json.dumps(data, sort_keys=True, default=str)


def receive(form: InquiryForm, token: FormToken, request: HttpRequest) -> Inquiry:
    """Store a valid form's inquiry with its mails; a repeated one gives the inquiry that is there already.

    The same form sent again with another text is another inquiry: a visitor went back and corrected it.
    Raises DatabaseError when storing is impossible: then nothing at all was stored.
    """
    content = content_of(form)
    key, same = digest(token.key, content), digest(content)
    for tries_left in (2, 1, 0):
        try:
            with transaction.atomic():
                sender = sender_hash(request)
                one_at_a_time(f"sender {sender}", f"content {same}")
                known = said_before(key, same)
                if known:
                    give_another_chance(known, form, token, sender)
                inquiry = known or store(form, with_campaign(token, request), sender, key, same)
            break
        except IntegrityError:
            # The same post at the same moment in another worker: that one stored it, and the next look finds it.
            if not tries_left:
                raise
    if not known and FLOOD in inquiry.suspect_reasons:
        tell_of_flood()
    return inquiry


def said_before(key: str, same: str) -> Inquiry | None:
    """The inquiry that this post repeats: of the same form whenever, of another one within minutes."""
    since = timezone.now() - timedelta(minutes=SAME_TEXT_MINUTES)
    known = Inquiry.objects.filter(submission_key=key).first()
    return known or Inquiry.objects.filter(content_digest=same, created_at__gte=since).first()


def reasons_against(form: InquiryForm, token: FormToken, sender: str) -> list[str]:
    """Why the post is suspect, if it is."""
    data = form.cleaned_data
    words = " ".join([data["message"], data["times"], *(answer for _, answer in form.answers())])
    proof = is_solved(data["altcha"], token) if form.page.asks_proof_of_work else None
    return suspicions(token, data["website"], data["name"], words, sender, proof)


def give_another_chance(known: Inquiry, form: InquiryForm, token: FormToken, sender: str) -> None:
    """Somebody whose first click was too hasty sends the same again, and now as people do: the mails go out."""
    is_waiting = known.is_suspect and known.state == Inquiry.State.NEW
    if is_waiting and not reasons_against(form, token, sender):
        known.release()
        known.note("sent_again_unsuspected")


def tell_of_flood() -> None:
    """A person may be among the many."""
    count = Inquiry.objects.suspects().count()
    waiting = f"{count} suspect{pluralize(count)} wait{pluralize(count, 's,')} for a look"
    alarm("flood", f"So many inquiries come at once that new ones are kept as suspects: {waiting}.")


def store(form: InquiryForm, token: FormToken, sender: str, key: str, same: str) -> Inquiry:
    data = form.cleaned_data
    reasons = reasons_against(form, token, sender)
    inquiry = Inquiry.objects.create(
        submission_key=key,
        content_digest=same,
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
        landing_path=token.landing_path,
        referrer_host=token.referrer_host,
        campaign=token.campaign,
        sender_hash=sender,
        is_suspect=bool(reasons),
        suspect_reasons=reasons,
    )
    if not reasons:
        enqueue_notifications(inquiry)
    inquiry.note("received")
    return inquiry
