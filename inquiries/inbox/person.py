"""Data subject requests: finding, exporting, and erasing one person's data, by POST only."""

from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name

from content.site_context.context import phone_region
from content.text.form_fields import EmailField, TextField
from inquiries.crypto.blind_index import key_fingerprint, person_keys
from inquiries.inbox.base import InboxFormView
from inquiries.inbox.detail import places_in_words
from inquiries.inbox.timeline import describe
from inquiries.models import Inquiry, Stamp
from inquiries.models.asked import answer_pairs, asked_of
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.audit import log_access
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import PURGE, blind_index_is_current, erase, inquiry_settings, of_person, purge

INDEX_OUTDATED = (
    "Not right now: the site’s secret key has changed, and the index of people is being rebuilt. Nothing was "
    "searched and nothing was erased. Try again in a few minutes; if you still see this message, tell the "
    "person who runs the site."
)
ERASED = {"open": "new or contacted", "closed": "closed or not booked", "staff_mails": "emails to staff"}


class PersonSearchForm(forms.Form):
    """An email address, a phone number, or both."""

    email = EmailField(required=False, max_length=254, label="Email")
    phone = TextField(required=False, max_length=40, label="Phone")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not person_keys(data["email"], data["phone"], phone_region()):
            raise forms.ValidationError("Enter an email address, or a phone number of six digits or more.")
        return data


def stored_about(inquiry: Inquiry) -> dict[str, Any]:
    """Return everything that is stored with an inquiry, under plain names."""
    return {
        "reference": inquiry.reference,
        "received": inquiry.created_at,
        "state": inquiry.get_state_display(),
        "suspect": inquiry.is_suspect,
        "suspect_because": inquiry.suspect_reasons,
        **asked_of(
            inquiry,
            contact_by=inquiry.get_contact_by_display(),
            about=inquiry.about_titles,
            regions=places_in_words(inquiry),
            answers=[{"question": question, "answer": answer} for question, answer in answer_pairs(inquiry)],
        ),
        "agreed_to": inquiry.consent_text,
        "consent": inquiry.consent_note,
        "came_in_by": inquiry.get_came_by_display(),
        "merged_into": inquiry.merged_into.reference if inquiry.merged_into else None,
        "booked_for": inquiry.booked_for,
        "booked_with": inquiry.booked_with.title if inquiry.booked_with else None,
        "why_not_booked": inquiry.get_lost_reason_display(),
        "sent_from_page": inquiry.source_page.title if inquiry.source_page else None,
        "first_page": inquiry.landing_path,
        "referrer": inquiry.referrer_host,
        "campaign": inquiry.campaign,
        "first_answered": inquiry.first_answered_at,
        "wrote_again": inquiry.wrote_again_at,
        "state_changed": inquiry.state_changed_at,
        "email_failed": inquiry.email_failed,
        "assigned_to": get_user_display_name(inquiry.assignee) if inquiry.assignee else None,
        "follow_up_on": inquiry.follow_up_on,
        "kept_whatever_retention_says": inquiry.is_held,
        "messages": [
            {
                "at": message.at,
                "kind": message.get_kind_display(),
                "from": message.sender or None,
                "text": message.text,
                "invitation": message.calendar or None,
            }
            for message in inquiry.messages.all()
        ],
        "notes": [{"at": note.at, "text": note.text} for note in inquiry.notes.all()],
        "mails": [
            {
                "what": mail.get_purpose_display(),
                "to": mail.recipient if mail.is_to_visitor else "staff",
                "created": mail.created_at,
                "sent": mail.sent_at,
                "status": mail.status,
            }
            for mail in inquiry.mails.all()
        ],
        "history": [
            {"at": event.at, "what": describe(event), "words": event.text or None} for event in inquiry.events.all()
        ],
    }


class PersonView(InboxFormView):
    """Find, export, and erase one person's data. Neither the URL nor the log names the person."""

    permission_required = None
    any_permission_required = ["export", "erase"]
    template_name = "inquiries/inbox/person.html"
    page_title = "One person’s data"
    header_icon = "user"
    form_class = PersonSearchForm

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        if not blind_index_is_current():
            messages.error(self.request, INDEX_OUTDATED)
            return self.show(503, form=form)
        found = of_person(form.cleaned_data["email"], form.cleaned_data["phone"])
        if "export" in self.request.POST:
            return self.export(found)
        if "erase" in self.request.POST:
            return self.erase(form, found)
        log_access(inquiry_settings(), "find_person", self.request.user, count=found.count())
        return self.show(form=form, found=found)

    def export(self, found: InquiryQuerySet) -> HttpResponse:
        if not may(self.request.user, "export"):
            raise PermissionDenied
        stored = [
            stored_about(inquiry)
            for inquiry in found.select_related("source_page", "assignee", "merged_into", "booked_with")
        ]
        log_access(inquiry_settings(), "export_person", self.request.user, count=len(stored))
        return JsonResponse(
            {"inquiries": stored},
            json_dumps_params={"indent": 2, "ensure_ascii": False},
            headers={"Content-Disposition": f'attachment; filename="person-{timezone.localdate().isoformat()}.json"'},
        )

    def erase(self, form: forms.BaseForm, found: InquiryQuerySet) -> HttpResponse:
        if not may(self.request.user, "erase"):
            raise PermissionDenied
        if not self.request.POST.get("sure"):
            messages.error(self.request, "Nothing was erased: check the box to confirm.")
            return self.show(422, form=form, found=found)
        count = erase(found, "erase", self.request.user)
        words = "inquiry is" if count == 1 else "inquiries are"
        messages.success(self.request, f"{count} {words} erased, with emails, notes, and history.")
        return self.show(form=form, found=found) if found.exists() else self.show(form=PersonSearchForm())

    def get_context_data(self, found: InquiryQuerySet | None = None, **kwargs: Any) -> dict[str, Any]:
        last = Stamp.objects.filter(name=PURGE).first()
        counts = last.counts if last else {}
        return super().get_context_data(**kwargs) | {
            "found": found,
            "can_export": may(self.request.user, "export"),
            "can_erase": may(self.request.user, "erase"),
            "unreadable": Inquiry.objects.exclude(terms_key=key_fingerprint()).count(),
            "held": found.filter(is_held=True).count() if found is not None else 0,
            "last_purge": last if counts else None,
            "erased": ", ".join(f"{count} {ERASED.get(kind, kind)}" for kind, count in counts.items() if count),
            "next_purge": sum(purge(timezone.now() + timedelta(days=1), dry_run=True).values()),
        }
