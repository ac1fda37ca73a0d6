"""The base of conditions and guides: three lines and a drawing before the text."""

from django.db import models
from wagtail.admin.panels import MultiFieldPanel

from content.models.base import BodyPage

LINE = 140  # characters


class ReadingPage(BodyPage):
    """A page with optional lines on what it may be, what the clinic does, and when to see a doctor first."""

    schema_type = "MedicalWebPage"
    offers_inquiry = True
    leads_on = True
    style_parts = ("key", "opening", "reading", "lead_on")
    may_be = models.CharField("what it may be", max_length=LINE, blank=True)
    what_we_do = models.CharField("what we do", max_length=LINE, blank=True)
    see_doctor = models.CharField("when to see a doctor", max_length=LINE, blank=True)

    glance_panel = MultiFieldPanel(
        ["may_be", "what_we_do", "see_doctor"],
        heading="At a glance",
        help_text="One line each, shown with the title. Empty lines are left out.",
    )

    class Meta:
        abstract = True
