"""Long-form pages: guides, the comparison, FAQs, legal and plain pages."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel

from content.anatomy.doing import load_doing
from content.anatomy.pictures import doing_picture
from content.models.base import BodyPage, ClinicPage
from content.models.reading import ReadingPage


class LongFormPage(BodyPage):
    parent_page_types = ["content.HomePage", "content.GuidePage"]

    class Meta:
        abstract = True


def drawing_choices() -> list[tuple[str, str]]:
    return [(name, one.title) for name, one in load_doing().items()]


class GuidePage(ReadingPage):
    kind_label = "Guide"
    kind_plural = "Guides"
    page_description = "One subject in depth; may have more guides below it"
    opening_drawing = models.CharField(
        "drawing", max_length=40, blank=True, choices=drawing_choices, help_text="Shown beside the title."
    )
    content_panels = [
        *ClinicPage.content_panels,
        FieldPanel("opening_drawing"),
        ReadingPage.glance_panel,
        "body",
        *ClinicPage.evidence_panels,
    ]
    parent_page_types = ["content.HomePage", "content.GuidePage"]
    subpage_types = ["content.GuidePage"]

    def linked(self) -> dict[str, Any]:
        is_drawn = self.opening_drawing in load_doing()
        return super().linked() | {"plate": doing_picture(self.opening_drawing) if is_drawn else None}


class ComparisonPage(LongFormPage):
    kind_label = "Comparison"
    kind_plural = "Comparisons"
    page_description = "Methods side by side in a table"
    style_parts = ("lead_on",)
    schema_type = "MedicalWebPage"
    offers_inquiry = True
    leads_on = True


class FAQPage(LongFormPage):
    kind_label = "Questions"
    page_description = "Questions that open when tapped"
    schema_type = "FAQPage"
    offers_inquiry = True


class LegalPage(LongFormPage):
    kind_label = "Legal"
    page_description = "Privacy, accessibility, disclaimer; linked at the foot of every page"
    parent_page_types = ["content.HomePage"]


class PlainPage(LongFormPage):
    kind_label = "Plain page"
    kind_plural = "Plain pages"
    page_description = "Anything that is not health advice: jobs, parking, vouchers; needs no review or sources"
    parent_page_types = ["content.HomePage", "content.PlainPage"]
    subpage_types = ["content.PlainPage"]

    def computed_related(self) -> list[int]:
        return []
