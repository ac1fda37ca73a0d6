"""Long-form pages: guides, the comparison, questions, legal pages."""

from content.models.base import BodyPage


class LongFormPage(BodyPage):
    parent_page_types = ["content.HomePage", "content.GuidePage"]

    class Meta:
        abstract = True


class GuidePage(LongFormPage):
    kind_label = "Guide"
    page_description = "One subject in depth; may have more guides below it"
    schema_type = "MedicalWebPage"
    offers_inquiry = True
    subpage_types = ["content.GuidePage"]


class ComparisonPage(LongFormPage):
    kind_label = "Comparison"
    page_description = "Methods side by side in a table"
    schema_type = "MedicalWebPage"
    offers_inquiry = True


class FAQPage(LongFormPage):
    kind_label = "Questions"
    page_description = "Questions that open when tapped"
    schema_type = "FAQPage"
    offers_inquiry = True


class LegalPage(LongFormPage):
    kind_label = "Legal"
    page_description = "Privacy, accessibility, disclaimer; linked at the foot of every page"
    parent_page_types = ["content.HomePage"]
