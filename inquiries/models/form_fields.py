"""What staff add to the form: labels, hints, and extra questions."""

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from modelcluster.fields import ParentalKey
from wagtail.admin.forms.pages import WagtailAdminPageForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel

from content.models.ordered import OrderedRow


@dataclass(frozen=True)
class Words:
    label: str
    hint: str = ""


# Form fields that aren't questions to the visitor.
NOT_ASKED = {"subject", "token", "altcha", "landing", "referrer"}
WORDS = {
    "name": Words("Name"),
    "email": Words("Email", "An email address or a phone number: one of the two is enough."),
    "phone": Words("Phone"),
    "contact_by": Words("How can we reach you?"),
    "times": Words("When is a good time?"),
    "practitioner": Words("Who you’d like to see", "Uncheck the name if anyone here will do."),
    "session": Words("The session you’d like", "Uncheck it if you aren’t sure yet."),
    "regions": Words("Where you feel it", "Uncheck anything you don’t want to send."),
    "about": Words("What is it about?", "Choose here, or write a message below: one of the two is enough."),
    "message": Words(
        "Your message",
        "Where you feel it and how long you’ve had it is enough. Please don’t send your medical history.",
    ),
}


def words_help() -> SafeString:
    """Return help for the editor: the form's default hints."""
    hints = format_html_join("", "<li>{}: “{}”</li>", ((w.label, w.hint) for w in WORDS.values() if w.hint))
    return format_html(
        "Only for fields you want to rename. “{}” is asked of people who come from the pain map, “{}” and “{}” of "
        "those who chose a person or a session. The form’s own hints:<ul>{}</ul>",
        *(WORDS[name].label for name in ("regions", "practitioner", "session")),
        hints,
    )


class FieldText(OrderedRow):
    page = ParentalKey("inquiries.InquiryPage", on_delete=models.CASCADE, related_name="field_texts")
    field = models.CharField(
        max_length=40,
        choices=[(name, words.label) for name, words in WORDS.items()],
        help_text="Listed by their default labels.",
    )
    label = models.CharField(max_length=120, blank=True, help_text="Leave empty to keep the label on the left.")
    hint = models.CharField(
        max_length=250,
        blank=True,
        help_text="Shown between the label and the field. Leave empty to keep the default hint, if there is one.",
    )

    panels = [FieldRowPanel([FieldPanel("field"), FieldPanel("label")]), FieldPanel("hint")]


class ExtraQuestion(OrderedRow):
    class Kind(models.TextChoices):
        LINE = "line", "A line of text"
        TEXT = "text", "Several lines"
        CHOICE = "choice", "One of several answers"
        YES_NO = "yes_no", "Yes or no"

    page = ParentalKey("inquiries.InquiryPage", on_delete=models.CASCADE, related_name="extra_questions")
    question = models.CharField(max_length=160)
    hint = models.CharField(max_length=250, blank=True, help_text="Shown between the question and its field.")
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LINE)
    choices = models.TextField(
        blank=True, help_text="Only for “one of several answers”: at least two different answers, one per line."
    )
    required = models.BooleanField(
        default=False,
        help_text="The form can’t be sent without an answer. Every required question costs you inquiries.",
    )

    panels = [
        FieldPanel("question"),
        FieldPanel("hint"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("required")]),
        FieldPanel("choices"),
    ]

    @property
    def answers_to_choose(self) -> list[str]:
        """The distinct choices; empty for a question that is answered in writing."""
        if self.kind == self.Kind.YES_NO:
            return ["Yes", "No"]
        if self.kind != self.Kind.CHOICE:
            return []
        return list(dict.fromkeys(line.strip() for line in self.choices.splitlines() if line.strip()))

    @property
    def can_be_answered(self) -> bool:
        return self.kind != self.Kind.CHOICE or len(self.answers_to_choose) > 1

    def clean(self) -> None:
        super().clean()
        if not self.can_be_answered:
            raise ValidationError({"choices": "Write at least two different answers, one per line."})


class InquiryPageForm(WagtailAdminPageForm):
    """The page's editor form, which allows at most one row of words per form field."""

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean()
        seen: set[str] = set()
        for row in self.formsets["field_texts"].forms if "field_texts" in self.formsets else ():
            given = {} if row.errors else row.cleaned_data
            field = given.get("field")
            if not field or given.get("DELETE"):
                continue
            if field in seen:
                row.add_error(
                    "field", f"“{WORDS[field].label}” already has a row above, and only one of the two would be shown."
                )
            seen.add(field)
        return cleaned
