"""Data subject requests: finding, exporting, and erasing one person's data, by POST only."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from wagtail.admin import messages

from content.site_context.context import current_market
from content.text.form_fields import EmailField, TextField
from content.text.phone import number_keys
from inquiries.crypto.blind_index import fold_to_ascii, key_fingerprint, person_keys
from inquiries.inbox.base import InboxFormView
from inquiries.inbox.facts import RELATED
from inquiries.inbox.person_export import stored_about, to_print
from inquiries.models import Inquiry, Stamp
from inquiries.models.inquiry import InquiryQuerySet
from inquiries.privacy.audit import log_access
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import PURGE, blind_index_is_current, erase, inquiry_settings, of_person, purge

INDEX_OUTDATED = (
    "Not right now: the site’s secret key has changed, and the index of people is being rebuilt. Nothing was "
    "searched and nothing was erased. Try again in a few minutes; if you still see this message, tell the "
    "person who runs the site."
)
ERASED = {
    "open": "new or contacted",
    "booked": "booked",
    "closed": "closed or not booked",
    "spam": "spam",
    "staff_mails": "emails to staff",
}


class PersonSearchForm(forms.Form):
    email = EmailField(required=False, max_length=254, label="Email")
    phone = TextField(required=False, max_length=40, label="Phone")

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        if not self.errors and not person_keys(data["email"], data["phone"], current_market().phone_region):
            raise forms.ValidationError("Enter an email address, or a phone number of six digits or more.")
        return data


def identifiers(name: str, email: str, phone: str) -> dict[str, set[str]]:
    """Return what tells one person from another, by its name on the page."""
    email_key, phone_keys = fold_to_ascii(email), number_keys(phone, current_market().phone_region)
    return {"name": {fold_to_ascii(name)} - {""}, "email address": {email_key} - {""}, "phone number": phone_keys}


def in_rows(found: InquiryQuerySet, email: str, phone: str) -> list[list[tuple[Inquiry, list[str]]]]:
    """Return each inquiry with those merged into it, and which identifiers differ from the search, or from another."""
    asked = identifiers("", email, phone)
    theirs = [(inquiry, identifiers(inquiry.name, inquiry.email, inquiry.phone)) for inquiry in found]
    rows: dict[int, list[tuple[Inquiry, list[str]]]] = {}
    for inquiry, mine in sorted(theirs, key=lambda pair: pair[0].merged_into_id is not None):
        differs = []
        for kind, own in mine.items():
            others = [asked[kind]] if asked[kind] else [other[kind] for _, other in theirs]
            if own and any(other and own.isdisjoint(other) for other in others):
                differs.append(kind)
        rows.setdefault(inquiry.merged_into_id or inquiry.pk, []).append((inquiry, differs))
    return list(rows.values())


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
        if "export" not in self.request.POST and "erase" not in self.request.POST:
            log_access(inquiry_settings(), "find_person", self.request.user, count=found.count())
            return self.show(form=form, found=found, checked={inquiry.pk for inquiry in found})
        named = self.request.POST.getlist("inquiry")
        checked = {inquiry.pk for inquiry in found if str(inquiry.pk) in named}
        if not checked:
            messages.error(self.request, "Nothing was exported or erased: check at least one inquiry.")
            return self.show(422, form=form, found=found)
        chosen = found.filter(pk__in=checked).whole()
        if "export" in self.request.POST:
            return self.export(chosen)
        return self.erase(chosen, form=form, found=found, checked=checked)

    def export(self, chosen: InquiryQuerySet) -> HttpResponse:
        if not may(self.request.user, "export"):
            raise PermissionDenied
        stored = [stored_about(inquiry) for inquiry in chosen.select_related(*RELATED)]
        log_access(inquiry_settings(), "export_person", self.request.user, count=len(stored))
        kind = "html" if self.request.POST["export"] == "html" else "json"
        name = f"person-{timezone.localdate().isoformat()}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        if kind == "html":
            return HttpResponse(to_print(stored), headers=headers)
        style = {"indent": 2, "ensure_ascii": False}
        return JsonResponse({"inquiries": stored}, json_dumps_params=style, headers=headers)

    def erase(self, chosen: InquiryQuerySet, found: InquiryQuerySet, **shown: Any) -> HttpResponse:
        if not may(self.request.user, "erase"):
            raise PermissionDenied
        if not self.request.POST.get("sure"):
            messages.error(self.request, "Nothing was erased: check the box to confirm.")
            return self.show(422, found=found, **shown)
        count = erase(chosen, "erase", self.request.user)
        words = "inquiry is" if count == 1 else "inquiries are"
        messages.success(self.request, f"{count} {words} erased, with emails, notes, and history.")
        left = found.all()  # counted anew
        return self.show(form=shown["form"], found=left) if left else self.show(form=PersonSearchForm())

    def get_context_data(
        self, found: InquiryQuerySet | None = None, checked: Iterable[int] = (), **kwargs: Any
    ) -> dict[str, Any]:
        last = Stamp.objects.filter(name=PURGE).first()
        counts = last.counts if last else {}
        return super().get_context_data(**kwargs) | {
            "found": found,
            "rows": in_rows(found, **kwargs["form"].cleaned_data) if found else [],
            "checked": checked,
            "can_export": may(self.request.user, "export"),
            "can_erase": may(self.request.user, "erase"),
            "unreadable": Inquiry.objects.exclude(terms_key=key_fingerprint()).count(),
            "held": found.filter(is_held=True).count() if found is not None else 0,
            "last_purge": last if counts else None,
            "erased": ", ".join(f"{counts[kind]} {words}" for kind, words in ERASED.items() if counts.get(kind)),
            "next_purge": sum(purge(timezone.now() + timedelta(days=1), dry_run=True).values()),
        }
