"""The inquiry form: the fixed questions, with labels that staff can change, and staff's extra questions."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from content.site_context.context import current_site_context
from content.text.cards import Card
from content.text.form_fields import EmailField, TextField
from content.text.phone import FEWEST_DIGITS, digits
from content.text.typed import tidy_email
from inquiries.form.choices import CHOSEN_BEFORE, condition_choices, conditions_offered
from inquiries.form.fallback import cache_fallback
from inquiries.form.mistyped import meant_address
from inquiries.form.tokens import make_token
from inquiries.models import ExtraQuestion, Inquiry, InquiryPage
from inquiries.models.form_fields import NOT_ASKED, WORDS

LONGEST_MESSAGE = 5000


class AnswerField(TextField):
    """A text field whose limit only the site checks: browsers would cut a longer text without saying so."""

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {key: value for key, value in super().widget_attrs(widget).items() if key != "maxlength"}

    def validate(self, value: Any) -> None:
        super().validate(value)
        if self.max_length and len(value) > self.max_length:
            raise ValidationError(
                f"“{self.label}” has {len(value):,} characters; at most {self.max_length:,} can be sent."
            )


class AddressField(AnswerField, EmailField):
    """An email address."""


class TickedField(forms.MultipleChoiceField):
    """Checkboxes. A choice that the site no longer has is dropped, since the visitor couldn't fix that."""

    widget = forms.CheckboxSelectMultiple

    def to_python(self, value: Any) -> list[str]:
        known = {key for key, _title in self.choices}  # type: ignore[misc, union-attr]
        return [key for key in super().to_python(value) if key in known]


class InquiryForm(forms.Form):
    """The inquiry form. A name and one way to reply are enough; everything else is optional."""

    name = AnswerField(max_length=120, error_messages={"required": _("Enter your name.")})
    email = AddressField(
        required=False,
        max_length=254,
        error_messages={"invalid": _("Enter an email address like name@example.com.")},
    )
    phone = AnswerField(required=False, max_length=40)
    contact_by = forms.ChoiceField(
        choices=Inquiry.ContactBy.choices,
        initial=Inquiry.ContactBy.EITHER,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how we can reach you.")},
    )
    times = AnswerField(required=False, max_length=300)
    practitioner = TickedField(required=False)
    session = TickedField(required=False)
    regions = TickedField(required=False)
    about = TickedField(required=False)
    message = AnswerField(required=False, max_length=LONGEST_MESSAGE, widget=forms.Textarea(attrs={"rows": 6}))
    consent = forms.BooleanField(error_messages={"required": _("Check the box so that we may answer you.")})
    subject = forms.CharField(required=False)  # the honeypot: people don't see it, bots fill it in
    token = forms.CharField(required=False, widget=forms.HiddenInput)
    landing = forms.Field(required=False, widget=forms.HiddenInput)  # inquiries/form/attribution.py reads these two
    referrer = forms.Field(required=False, widget=forms.HiddenInput)
    altcha = forms.CharField(required=False)  # a script adds it, if the clinic asks browsers for proof of work

    meant_email = email_choice = ""  # what the email address may have been meant as, and which one the visitor chose
    ONE_OF_TWO = ("email", "phone", "about", "message")  # neither required nor optional: one of each pair is needed
    AUTOCOMPLETE = {"name": "name", "email": "email", "phone": "tel"}

    def __init__(self, page: InquiryPage, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.page = page
        self.questions = [question for question in page.extra_questions.all() if question.can_be_answered]
        for field_name, named in {**CHOSEN_BEFORE, "about": conditions_offered}.items():
            typed = self.data.getlist(field_name) if hasattr(self.data, "getlist") else self.data.get(field_name, [])
            self.set_choices(field_name, named(typed if self.is_bound else self.initial.get(field_name, [])))
        self.fields["consent"].label = page.consent()
        for name, kind in self.AUTOCOMPLETE.items():
            self.fields[name].widget.attrs["autocomplete"] = kind
        self.fields["email"].widget.attrs |= {"spellcheck": "false", "inputmode": "email"}
        self.fields["phone"].widget.attrs |= {"inputmode": "tel"}
        for question in self.questions:
            self.fields[f"question_{question.pk}"] = question_field(question)
        self.set_labels()

    def set_choices(self, name: str, choices: list[tuple[str, str]]) -> None:
        if choices:
            self.fields[name].choices = choices  # type: ignore[attr-defined]
        else:
            del self.fields[name]

    def set_labels(self) -> None:
        """Set labels and hints, preferring staff's own."""
        own = {text.field: text for text in self.page.field_texts.all()}
        for name, words in WORDS.items():
            if field := self.fields.get(name):
                text = own.get(name)
                field.label = (text and text.label) or words.label
                field.help_text = (text and text.hint) or words.hint

    def clean_email(self) -> str:
        """Ask once about an address that looks mistyped; the visitor may keep it, and sending again does."""
        email: str = self.cleaned_data["email"]
        self.meant_email = meant_address(email)
        self.email_choice = tidy_email(self.data.get("email_choice", ""))
        if self.meant_email and self.email_choice not in {email, self.meant_email}:
            raise ValidationError(f"Did you mean {self.meant_email}?")
        return self.email_choice if self.meant_email else email

    def clean(self) -> dict[str, Any]:
        data: dict[str, Any] = super().clean() or {}
        email, phone, way = data.get("email"), data.get("phone"), data.get("contact_by")
        if phone and len(digits(phone)) < FEWEST_DIGITS:
            self.add_error("phone", "Enter a phone number with at least six digits.")
        if not email and "email" not in self.errors and way == Inquiry.ContactBy.EMAIL:
            self.add_error("email", "Enter your email address, or choose another way to be reached.")
        elif not phone and way == Inquiry.ContactBy.PHONE:
            self.add_error("phone", "Enter your phone number, or choose another way to be reached.")
        elif not email and not phone and not {"email", "phone"} & set(self.errors):
            self.add_error("email", "Enter an email address or a phone number, so that we can answer.")
        has_subject = any(data.get(field) for field in ("about", "message", *CHOSEN_BEFORE))
        if not has_subject and "message" not in self.errors:
            self.add_error("message", "Choose what it is about, or write a line.")
        return data

    def answers(self) -> list[tuple[str, str]]:
        given = []
        for question in self.questions:
            if value := self.cleaned_data.get(f"question_{question.pk}"):
                given.append((question.question, str(value)))
        return given

    def checked(self, name: str) -> list[str]:
        """Return the titles of the choices checked in a field; empty if the form doesn't have that field."""
        titles = {str(key): str(title) for key, title in getattr(self.fields.get(name), "choices", ())}
        return [titles[key] for key in self.cleaned_data.get(name, [])]

    @property
    def problems(self) -> list[tuple[str, str]]:
        """Each error with the id of its field's first input."""
        return [(str(error), bound.subwidgets[0].id_for_label) for bound in self for error in bound.errors]

    @property
    def privacy_links(self) -> list[Card]:
        return self.page.privacy_links()

    @property
    def visible_rows(self) -> list[Any]:
        """The bound fields to render in order; the consent checkbox is rendered separately."""
        return [self[name] for name in self.fields if name not in {*NOT_ASKED, "consent"}]


def question_field(question: ExtraQuestion) -> forms.Field:
    common: dict[str, Any] = {
        "label": question.question,
        "help_text": question.hint,
        "required": question.required,
        "error_messages": {
            "required": f"Answer the question “{question.question}”.",
            "invalid_choice": f"Choose one of the answers to “{question.question}”.",
        },
    }
    if question.kind == ExtraQuestion.Kind.TEXT:
        return AnswerField(max_length=2000, widget=forms.Textarea(attrs={"rows": 4}), **common)
    if answers := question.answers_to_choose:
        return forms.ChoiceField(choices=[(text, text) for text in answers], widget=forms.RadioSelect, **common)
    return AnswerField(max_length=300, **common)


def form_for(
    page: InquiryPage,
    request: HttpRequest | None,
    source_page_id: int | None,
    chosen: Mapping[str, Sequence[str]] | None = None,
    **hidden: str,
) -> InquiryForm:
    """Return an empty form with the page's condition and other preselected choices checked.

    `chosen`: keys by field name, such as {"regions": ["low-back"]}; unknown keys are ignored. `hidden`: hidden fields.
    """
    checked = [key for key, _title in condition_choices() if key == str(source_page_id)]
    named = {name: [key for key, _title in CHOSEN_BEFORE[name](keys)] for name, keys in (chosen or {}).items()}
    initial = {"token": make_token(source_page_id), "about": checked, **named}
    form = InquiryForm(page, initial=initial | hidden)
    cache_fallback(current_site_context())
    return form
