"""The home page."""

from typing import Any

from django.db import models
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import Page
from wagtail.search import index

from content.anatomy.patterns import example_figure, map_figure
from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.cards import cards
from content.models.base import ClinicPage
from content.routing import DirectRouteMixin


class HomePage(DirectRouteMixin, ClinicPage):
    """The first screen: what this is, for whom, and the ask."""

    kind_label = "Home"
    page_description = "The first screen: what this is, for whom, and the ask"
    hero_heading = models.CharField(max_length=90, help_text="The first words a visitor reads.")
    hero_text = models.CharField(max_length=220, help_text="What this is and for whom, in a sentence or two.")
    hero_button = models.CharField(max_length=40, default="Ask about a session")
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [
        *ClinicPage.content_panels,
        MultiFieldPanel(
            [FieldPanel("hero_heading"), FieldPanel("hero_text"), FieldPanel("hero_button")],
            heading="First screen",
        ),
        FieldPanel("body"),
        *ClinicPage.evidence_panels,
    ]
    search_fields = [
        *ClinicPage.search_fields,
        index.SearchField("hero_heading"),
        index.SearchField("hero_text"),
        index.SearchField("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1

    def linked(self) -> dict[str, Any]:
        from content.anatomy.models import PainMapPage, RegionPage

        regions = RegionPage.objects.descendant_of(self).live().public().order_by("path")
        return super().linked() | {
            "figure": map_figure(list(regions)),
            "map_page": next(iter(cards(PainMapPage.objects.child_of(self).live().public()[:1])), None),
            "example": example_figure(),
        }

    def computed_related(self) -> list[Page]:
        return []
