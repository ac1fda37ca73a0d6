"""Conditions: what people come with."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import InlinePanel
from wagtail.models import Orderable, Page

from content.anatomy.figures import regions_figure
from content.models.base import RELATED_SHOWN, BodyPage, ClinicPage
from content.text.cards import card, cards, visible

POINTS_DRAWN = 4  # muscles; more points than that explain nothing


class ConditionIndexPage(BodyPage):
    kind_label = "Conditions"
    page_description = "All conditions as cards"
    schema_type = "CollectionPage"
    subpage_types = ["content.ConditionPage"]

    def linked(self) -> dict[str, Any]:
        conditions = ConditionPage.objects.child_of(self).live().public().order_by("path")
        return super().linked() | {"cards": cards(conditions)}


class ConditionPage(BodyPage):
    kind_label = "Condition"
    page_description = "One complaint: where it may start, and when a doctor comes first"
    schema_type = "MedicalWebPage"
    offers_inquiry = True

    content_panels = [
        *ClinicPage.content_panels,
        InlinePanel("condition_muscles", heading="Where it may start", label="Muscle"),
        InlinePanel("condition_regions", heading="Where it is felt", label="Region"),
        "body",
        *ClinicPage.evidence_panels,
    ]
    parent_page_types = ["content.ConditionIndexPage"]

    def linked(self) -> dict[str, Any]:
        muscles = visible(link.muscle for link in self.condition_muscles.select_related("muscle"))
        regions = visible(link.region for link in self.condition_regions.select_related("region"))
        where = [card(muscle, muscle.common_name) for muscle in muscles]
        return super().linked() | {
            "muscles": where,
            "regions": cards(regions),
            "figure": regions_figure(
                {region.slug: region.title for region in regions},
                [point for muscle in muscles[:POINTS_DRAWN] for point in muscle.points],
            ),
        }

    def computed_related(self) -> list[Page]:
        """Other conditions with the most muscles in common."""
        muscles = [link.muscle_id for link in self.condition_muscles.all()]
        others = ConditionPage.objects.live().public().exclude(pk=self.pk)
        shared = models.Count(
            "condition_muscles", filter=models.Q(condition_muscles__muscle__in=muscles), distinct=True
        )
        return list(others.annotate(shared=shared).order_by("-shared", "path")[:RELATED_SHOWN])


class ConditionMuscle(Orderable):
    """A muscle where a condition's pain may start, most often first."""

    page = ParentalKey(ConditionPage, on_delete=models.CASCADE, related_name="condition_muscles")
    muscle = models.ForeignKey("content.MusclePage", on_delete=models.CASCADE, related_name="condition_links")

    panels = ["muscle"]


class ConditionRegion(Orderable):
    """A region where a condition's pain is felt."""

    page = ParentalKey(ConditionPage, on_delete=models.CASCADE, related_name="condition_regions")
    region = models.ForeignKey("content.RegionPage", on_delete=models.CASCADE, related_name="condition_links")

    panels = ["region"]
