"""The inquiry form: the fixed questions with staff's own words, and staff's extra questions."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from content.anatomy.finder import named_places
from content.chrome import chrome_for
from content.models import ConditionPage
from content.version import per_version
from inquiries.fallback import remember_contact
from inquiries.models import ExtraQuestion, Inquiry, InquiryPage
from inquiries.tokens import make_token

LONGEST_MESSAGE = 5000
HIDDEN = {"website", "token", "altcha", "consent"}  # these have their own place in the form, or none


def condition_choices() -> list[tuple[str, str]]:
    """The site's conditions, as choices; kept until the content changes."""

    def read() -> list[tuple[str, str]]:
        pages = ConditionPage.objects.live().public().order_by("path")
        return [(str(pk), title) for pk, title in pages.values_list("pk", "title")]

    return per_version("condition-choices", read)


class PlacesField(forms.MultipleChoiceField):
    """Places of the pain map, ticked. One that the map no longer has is left out: nobody can correct that."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        known = {key for key, _title in self.choices}  # type: ignore[misc, union-attr]
        return [key for key in super().to_python(value) if key in known]


class InquiryForm(forms.Form):
    """Name and one way to answer are enough; everything else helps."""

    error_css_class = "form-group--error"

    name = forms.CharField(max_length=120, error_messages={"required": _("Enter your name.")})
    email = forms.EmailField(
        required=False,
        max_length=254,
        help_text="An email address or a phone number: one of the two is enough.",
        error_messages={"invalid": _("Enter an email address like name@example.com.")},
    )
    phone = forms.CharField(required=False, max_length=40)
    contact_by = forms.ChoiceField(
        label="How may we reach you?",
        choices=Inquiry.ContactBy.choices,
        initial=Inquiry.ContactBy.EITHER,
        widget=forms.RadioSelect,
    )
    times = forms.CharField(label="When is a good time?", required=False, max_length=300)
    regions = PlacesField(label="Where you feel it", required=False, help_text="Untick what you don’t want to send.")
    about = forms.MultipleChoiceField(label="What is it about?", required=False, widget=forms.CheckboxSelectMultiple)
    message = forms.CharField(
        label="Your message",
        required=False,
        max_length=LONGEST_MESSAGE,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="Where you feel it and since when is enough. Please don’t send your medical history.",
    )
    consent = forms.BooleanField(error_messages={"required": _("Tick the box so that we may answer you.")})
    website = forms.CharField(required=False)  # people don't see it; robots fill it
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    altcha = forms.CharField(required=False)  # a script adds it, if the clinic asks browsers for proof of work

    AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel"}

    def __init__(self, page: InquiryPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.questions = list(page.extra_questions.all())
        self.fields["about"].choices = condition_choices()  # type: ignore[attr-defined]
        typed = self.data.getlist("regions") if hasattr(self.data, "getlist") else self.data.get("regions", [])
        given = typed if self.is_bound else self.initial.get("regions", [])
        self.fields["regions"].choices = named_places(given) if given else []  # type: ignore[attr-defined]
        if not self.fields["regions"].choices:  # type: ignore[attr-defined]
            del self.fields["regions"]
        self.fields["consent"].label = page.consent_text
        for name, kind in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = kind
        self.fields["email"].widget.attrs |= {"spellcheck": "false", "inputmode": "email"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel"}
        for question in self.questions:
            self.fields[f"question_{question.pk}"] = question_field(question)
        for text in page.field_texts.all():
            field = self.fields[text.field]
            field.label = text.label or field.label
            field.help_text = text.hint or field.help_text
        self.describe()

    def describe(self) -> None:
        """Tie hints and errors to their fields for screen readers."""
        for name, field in self.fields.items():
            ids = [f"hint-{name}"] if field.help_text else []
            if self.is_bound and name in self.errors:
                ids.append(f"error-{name}")
                field.widget.attrs["aria-invalid"] = "true"
            if ids:
                field.widget.attrs["aria-describedby"] = " ".join(ids)

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        email, phone, way = data.get("email"), data.get("phone"), data.get("contact_by")
        if phone and sum(c.isdigit() for c in phone) < 6:
            self.add_error("phone", "Enter a phone number with at least six digits.")
        if not email and "email" not in self.errors and way == Inquiry.ContactBy.EMAIL:
            self.add_error("email", "Enter your email address, or choose another way to be reached.")
        elif not phone and way == Inquiry.ContactBy.PHONE:
            self.add_error("phone", "Enter your phone number, or choose another way to be reached.")
        elif not email and not phone and not {"email", "phone"} & set(self.errors):
            self.add_error("email", "Enter an email address or a phone number, so that we can answer.")
        subject = data.get("about") or data.get("regions")
        if not subject and not data.get("message", "").strip() and "message" not in self.errors:
            self.add_error("message", "Choose what it is about, or write a line.")
        return data

    def answers(self) -> list[tuple[str, str]]:
        """Extra questions with what was answered."""
        given = []
        for question in self.questions:
            value = self.cleaned_data.get(f"question_{question.pk}")
            if value not in (None, "", False):
                given.append((question.question, "Yes" if value is True else str(value)))
        return given

    def about_titles(self) -> list[str]:
        titles = dict(condition_choices())
        return [titles[key] for key in self.cleaned_data.get("about", [])]

    @property
    def visible_rows(self) -> list[Any]:
        """Bound fields to print one after the other; the trap, token and consent have their own place."""
        return [self[name] for name in self.fields if name not in HIDDEN]


def question_field(question: ExtraQuestion) -> forms.Field:
    """The form field of an extra question."""
    common: dict[str, Any] = {
        "label": question.question,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": {"required": f"Answer the question “{question.question}”."},
    }
    if question.kind == ExtraQuestion.Kind.TEXT:
        return forms.CharField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **common)
    if question.kind == ExtraQuestion.Kind.CHOICE:
        lines = [line.strip() for line in question.choices.splitlines() if line.strip()]
        return forms.ChoiceField(choices=[(line, line) for line in lines], widget=forms.RadioSelect, **common)
    if question.kind == ExtraQuestion.Kind.YES_NO:
        return forms.BooleanField(**common)
    return forms.CharField(max_length=300, **common)


def form_for(
    page: InquiryPage,
    request: HttpRequest | None,
    source_page_id: int | None = None,
    regions: Sequence[str] = (),
    token: str = "",
) -> InquiryForm:
    """An empty form with a fresh token, if none is given; the condition whose page it is on is ticked, and places."""
    chrome = chrome_for(request)
    if chrome:
        remember_contact(chrome.clinic.name, chrome.clinic.phone)
    ticked = [key for key, _title in condition_choices() if key == str(source_page_id)]
    places = [key for key, _title in named_places(regions)] if regions else []
    token = token or make_token(request, source_page_id)
    return InquiryForm(page, initial={"token": token, "about": ticked, "regions": places})
