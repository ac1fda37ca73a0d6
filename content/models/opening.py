"""Three lines for the first screen of a page that people come to with a complaint."""

from django.db import models
from wagtail.admin.panels import MultiFieldPanel

LINE = 140  # characters


class AtAGlance(models.Model):
    """What it may be, what the clinic does, when a doctor comes first; each left out where nothing is written."""

    may_be = models.CharField("what it may be", max_length=LINE, blank=True)
    what_we_do = models.CharField("what we do", max_length=LINE, blank=True)
    see_doctor = models.CharField("when to see a doctor", max_length=LINE, blank=True)

    glance_panel = MultiFieldPanel(
        ["may_be", "what_we_do", "see_doctor"],
        heading="At a glance",
        help_text="One line each, shown beside the title. Empty lines are left out.",
    )

    class Meta:
        abstract = True
