"""Adding an inquiry that came by phone or in person."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django import forms
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from wagtail.admin import messages
from wagtail.admin.widgets import AdminDateTimeInput

from content.text.form_fields import TextField
from inquiries.form.choices import condition_choices, practitioner_choices
from inquiries.inbox.base import InboxFormView
from inquiries.inbox.forms import ContactForm, OnceForm, text_field
from inquiries.mail.outgoing_webhook import enqueue_event
from inquiries.models import Inquiry
from inquiries.privacy.audit import record_event

CameBy, State = Inquiry.CameBy, Inquiry.State


class ByHandForm(OnceForm, ContactForm):
    """What staff enter while someone is on the phone or at the front desk."""

    came_by = forms.ChoiceField(
        label="How did it come in?",
        choices=[(way, way.label) for way in (CameBy.PHONE, CameBy.WALK_IN, CameBy.EMAIL)],
        initial=CameBy.PHONE,
        widget=forms.RadioSelect,
    )
    received = forms.DateTimeField(label="When?", widget=AdminDateTimeInput)
    contact_by = forms.ChoiceField(
        label="Reach them by", choices=Inquiry.ContactBy.choices, initial=Inquiry.ContactBy.EITHER
    )
    times = TextField(label="Good times to reach them", required=False, max_length=300)
    about = forms.MultipleChoiceField(
        label="What is it about?", choices=condition_choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    practitioner = forms.ChoiceField(label="Who they’d like to see", required=False)
    message = text_field(
        "What they asked", rows=5, required=False, help_text="In their words. Leave out what you don’t need to answer."
    )
    consent_note = text_field(
        "How and when did they agree that you keep this?",
        rows=2,
        error_messages={"required": "Note how and when they agreed, such as “On the phone, when they called”."},
        help_text="Such as “On the phone, when they called”. It is stored encrypted, and shown where the form’s "
        "consent otherwise stands.",
    )
    state = forms.ChoiceField(
        label="Does someone still have to answer?",
        choices=[(State.NEW, "Yes, it goes to “To answer”"), (State.CONTACTED, "No, we have spoken")],
        initial=State.NEW,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = [(title, title) for _, title in practitioner_choices()]
        self.fields["practitioner"].choices = [("", "Anyone, or not said"), *names]  # type: ignore[attr-defined]

    def clean_received(self) -> datetime:
        received: datetime = self.cleaned_data["received"]
        if received > timezone.now():
            raise forms.ValidationError("This is in the future. Enter when the person called or came by.")
        return received


@transaction.atomic
def add_by_hand(user: Any, key: UUID, about: list[str], received: datetime, **typed: Any) -> Inquiry:
    """Store it, idempotently by key; no email goes out."""
    titles = dict(condition_choices())
    spoken = typed["state"] != State.NEW
    inquiry, is_new = Inquiry.objects.get_or_create(
        submission_key=f"by hand {key.hex}",
        defaults={
            **typed,
            "about": "\n".join(titles[each] for each in about),
            "created_at": received,
            "first_answered_at": received if spoken else None,
            "state_changed_at": timezone.now(),  # retention counts from here, whenever it came in
        },
    )
    if is_new:
        record_event(inquiry, "by_hand", user, came_by=inquiry.came_by)
        enqueue_event(inquiry)
    return inquiry


class ByHandView(InboxFormView):
    permission_required = "answer"
    template_name = "inquiries/inbox/by_hand.html"
    page_title = "Add an inquiry"
    header_icon = "plus"
    form_class = ByHandForm

    def get_initial(self) -> dict[str, Any]:
        return {"received": timezone.localtime().replace(second=0, microsecond=0), "key": uuid4()}

    def form_invalid(self, form: forms.BaseForm) -> HttpResponse:
        messages.error(self.request, "Not saved yet. The message beside the field says why.")
        return super().form_invalid(form)

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        inquiry = add_by_hand(self.request.user, **form.cleaned_data)
        messages.success(self.request, f"{inquiry} is saved.")
        return redirect("inquiry:inspect", inquiry.pk)
