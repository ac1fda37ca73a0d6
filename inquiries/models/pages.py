"""The page with the inquiry form, and the page that thanks."""

from django.db import models
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.models import ClinicPage


class InquiryPage(ClinicPage):
    """Contact: the form, and what to know before sending it."""

    kind_label = "Contact"
    schema_type = "ContactPage"
    form_intro = RichTextField(blank=True, features=["bold", "italic", "link"])
    submit_label = models.CharField(max_length=40, default="Send")
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [
        *ClinicPage.content_panels,
        FieldPanel("form_intro"),
        FieldPanel("submit_label"),
        FieldPanel("body"),
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["inquiries.ThankYouPage"]


class ThankYouPage(ClinicPage):
    """What a visitor sees once the inquiry is stored."""

    kind_label = "Thank you"
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [*ClinicPage.content_panels, FieldPanel("body")]
    parent_page_types = ["inquiries.InquiryPage"]
    subpage_types: list[str] = []
