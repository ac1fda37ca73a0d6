"""Long-form pages: guides, the comparison, questions, legal pages."""

from wagtail.admin.panels import FieldPanel

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.models.base import ClinicPage
from content.models.search_text import SearchText


class BodyPage(ClinicPage):
    """A page that is its body."""

    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [*ClinicPage.content_panels, FieldPanel("body"), *ClinicPage.evidence_panels]
    search_fields = [*ClinicPage.search_fields, SearchText("body")]
    parent_page_types = ["content.HomePage", "content.GuidePage"]
    subpage_types: list[str] = []

    class Meta:
        abstract = True


class GuidePage(BodyPage):
    """A guide: long-form content about one subject."""

    kind_label = "Guide"
    page_description = "One subject in depth; may have more guides below it"
    schema_type = "MedicalWebPage"
    offers_inquiry = True
    subpage_types = ["content.GuidePage"]


class ComparisonPage(BodyPage):
    """Methods side by side."""

    kind_label = "Comparison"
    page_description = "Methods side by side in a table"
    schema_type = "MedicalWebPage"
    offers_inquiry = True


class FAQPage(BodyPage):
    """Questions and answers."""

    kind_label = "Questions"
    page_description = "Questions that open on a tap"
    schema_type = "FAQPage"
    offers_inquiry = True


class LegalPage(BodyPage):
    """Privacy, accessibility, medical disclaimer; linked from the footer of every page."""

    kind_label = "Legal"
    page_description = "Privacy, accessibility, disclaimer; linked at the foot of every page"
    parent_page_types = ["content.HomePage"]
