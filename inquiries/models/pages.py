"""The page with the inquiry form, and the page that thanks."""

from typing import Any

from django.db import models
from django.http import HttpRequest, HttpResponse
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.models import ClinicPage
from inquiries.models.confirmation import ConfirmationWords

CONSENT = (
    "I agree that the clinic uses what I wrote here to answer me. I can withdraw this at any time; "
    "the privacy page says how."
)


class InquiryPage(ConfirmationWords):
    """Contact: the form, and what to know before sending it."""

    kind_label = "Contact"
    page_description = "The inquiry form, its words and who gets the mails"
    schema_type = "ContactPage"
    form_intro = RichTextField(blank=True, features=["bold", "italic", "link"])
    submit_label = models.CharField(max_length=40, default="Send")
    consent_text = models.TextField(default=CONSENT)
    mail_contains_message = models.BooleanField(
        "put the message into the mail to staff",
        default=False,
        help_text="Mail is not a safe place for health details: it is copied from server to server and stays in "
        "mailboxes. Off, staff get a link to the inquiry instead.",
    )
    asks_proof_of_work = models.BooleanField(
        "ask browsers for a little work",
        default=False,
        help_text="For times with much spam. The visitor’s browser computes something while they write (ALTCHA, on "
        "this site alone). Nobody sees or solves anything, and without JavaScript the form works as before.",
    )
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [
        *ClinicPage.content_panels,
        MultiFieldPanel(
            [
                FieldPanel("form_intro"),
                InlinePanel("field_texts", heading="Labels and hints", label="Field"),
                InlinePanel("extra_questions", heading="Extra questions", label="Question"),
                FieldPanel("consent_text"),
                FieldPanel("submit_label"),
                FieldPanel("asks_proof_of_work"),
            ],
            heading="Form",
        ),
        MultiFieldPanel(
            [InlinePanel("recipients", heading="Recipients", label="Address"), FieldPanel("mail_contains_message")],
            heading="Mail to staff",
        ),
        ConfirmationWords.confirmation_panel,
        FieldPanel("body"),
    ]
    search_fields = [*ClinicPage.search_fields, index.SearchField("body")]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["inquiries.ThankYouPage"]
    max_count_per_parent = 1
    preview_modes = [*ClinicPage.DEFAULT_PREVIEW_MODES, ("confirmation", "Mail to the visitor")]

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        if mode_name != "confirmation":
            return super().serve_preview(request, mode_name)
        from inquiries.outbox import preview_confirmation

        return preview_confirmation(self, request)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        context["form"] = kwargs.get("form")
        return context

    def computed_related(self) -> list[Page]:
        return []


class FieldText(Orderable):
    """Staff's own label and hint for one of the form's fields."""

    FIELDS = [
        ("name", "Name"),
        ("email", "Email"),
        ("phone", "Phone"),
        ("contact_by", "How to reach you"),
        ("times", "Times"),
        ("about", "What it is about"),
        ("message", "Message"),
    ]
    page = ParentalKey(InquiryPage, on_delete=models.CASCADE, related_name="field_texts")
    field = models.CharField(max_length=12, choices=FIELDS)
    label = models.CharField(max_length=120, blank=True)
    hint = models.CharField(max_length=250, blank=True)

    panels = [FieldRowPanel([FieldPanel("field"), FieldPanel("label")]), FieldPanel("hint")]


class ExtraQuestion(Orderable):
    """A question that staff add to the form."""

    class Kind(models.TextChoices):
        LINE = "line", "A line of text"
        TEXT = "text", "Several lines"
        CHOICE = "choice", "One of several answers"
        YES_NO = "yes_no", "Yes or no"

    page = ParentalKey(InquiryPage, on_delete=models.CASCADE, related_name="extra_questions")
    question = models.CharField(max_length=160)
    hint = models.CharField(max_length=250, blank=True)
    kind = models.CharField(max_length=8, choices=Kind.choices, default=Kind.LINE)
    choices = models.TextField(blank=True, help_text="For “one of several answers”: one a line.")
    required = models.BooleanField(default=False)

    panels = [
        FieldPanel("question"),
        FieldPanel("hint"),
        FieldRowPanel([FieldPanel("kind"), FieldPanel("required")]),
        FieldPanel("choices"),
    ]


class Recipient(Orderable):
    """Somebody of the clinic who hears of each inquiry."""

    page = ParentalKey(InquiryPage, on_delete=models.CASCADE, related_name="recipients")
    email = models.EmailField()

    panels = [FieldPanel("email")]


class ThankYouPage(ClinicPage):
    """What a visitor sees once the inquiry is stored."""

    kind_label = "Thank you"
    page_description = "What visitors read after they sent the form"
    indexable = False
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [*ClinicPage.content_panels, FieldPanel("body")]
    parent_page_types = ["inquiries.InquiryPage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    def computed_related(self) -> list[Page]:
        return []
