"""Conditions: the complaints that people come with."""

from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest
from django.utils.functional import cached_property
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel

from content.anatomy.condition_scenes import condition_card, condition_plate
from content.anatomy.scenes import Subject
from content.models.base import BodyPage, ClinicPage
from content.models.drawn import DrawnPage
from content.models.ordered import OrderedRow
from content.models.reading import ReadingPage
from content.models.related import most_in_common
from content.text.directory import Entry, detailed, directory, listed, of_type

CONDITIONS_PER_PAGE = 24


class ConditionIndexPage(BodyPage):
    kind_label = "Conditions"
    page_description = "All conditions as cards"
    schema_type = "CollectionPage"
    subpage_types = ["content.ConditionPage"]

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        conditions = Paginator(of_type("conditionpage", below=self.path), CONDITIONS_PER_PAGE)
        return context | {"listing": conditions.get_page(request.GET.get("page"))}


class ConditionPage(DrawnPage, ReadingPage):
    kind_label = "Condition"
    kind_plural = "Conditions"
    page_description = "One complaint: where it may start, and when a doctor comes first"
    drawn_as = "conditions"
    drawings = {"conditions": condition_card, "aches": condition_plate}

    content_panels = [
        *ClinicPage.content_panels,
        ReadingPage.glance_panel,
        InlinePanel("condition_muscles", heading="Where it may start", label="Muscle"),
        InlinePanel("condition_regions", heading="Where it is felt", label="Region"),
        "body",
        *ClinicPage.evidence_panels,
    ]
    parent_page_types = ["content.ConditionIndexPage"]

    @cached_property
    def shown_links(self) -> tuple[list[Any], list[Entry]]:
        """The condition's muscles and regions that every visitor may read."""
        muscles = dict.fromkeys(link.muscle for link in self.condition_muscles.select_related("muscle"))
        regions = listed(link.region_id for link in self.condition_regions.all())
        return [muscle for muscle in muscles if muscle.pk in directory()], regions

    def linked(self) -> dict[str, Any]:
        muscles, regions = self.shown_links
        return super().linked() | {
            "muscles": [detailed(muscle, muscle.common_name) for muscle in muscles],
            "regions": regions,
            "plate": self.picture("aches") if regions else None,
        }

    def subject(self) -> tuple[str, dict[str, str], list[Subject]]:
        """What the drawing shows: the title, the places by slug, and the muscles."""
        muscles, regions = self.shown_links
        subjects = [Subject(muscle.slug, muscle.title, muscle.points, {}) for muscle in muscles]
        return self.title, {region.slug: region.title for region in regions}, subjects

    def computed_related(self) -> Iterable[int]:
        """Return other conditions with the most muscles in common."""
        muscles = [muscle.pk for muscle in self.shown_links[0]]
        return most_in_common(self, "condition_muscles", models.Q(condition_muscles__muscle__in=muscles))


class ConditionMuscle(OrderedRow):
    """A muscle where a condition's pain may start, most often first."""

    page = ParentalKey(ConditionPage, on_delete=models.CASCADE, related_name="condition_muscles")
    muscle = models.ForeignKey("content.MusclePage", on_delete=models.CASCADE, related_name="condition_links")

    panels = ["muscle"]


class ConditionRegion(OrderedRow):
    """A region where a condition's pain is felt."""

    page = ParentalKey(ConditionPage, on_delete=models.CASCADE, related_name="condition_regions")
    region = models.ForeignKey("content.RegionPage", on_delete=models.CASCADE, related_name="condition_links")

    panels = ["region"]
