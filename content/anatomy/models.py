"""The pain map and its regions; with the muscles, all models of the anatomy."""

from typing import Any

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from content.anatomy.atlas import atlas_for, flag_cards, flags_of, map_of
from content.anatomy.controls import Controls, controls_for
from content.anatomy.counts import RegionDay, tally
from content.anatomy.drawn_panel import DrawnPanel
from content.anatomy.muscles import MuscleIndexPage, MusclePage
from content.anatomy.patterns import map_figure, muscle_figure, point_of
from content.anatomy.places import Chosen
from content.anatomy.relations import PROSE, ReferralPattern, RegionRedFlag, sharing
from content.anatomy.serving import serve_choice
from content.cards import Card, card, cards
from content.models.base import ClinicPage

__all__ = [
    "MuscleIndexPage",
    "MusclePage",
    "PainMapPage",
    "ReferralPattern",
    "RegionDay",
    "RegionPage",
    "RegionRedFlag",
]


class PainMapPage(ClinicPage):
    """Where do you feel it? The figure, front and back, and the list of regions."""

    kind_label = "Pain map"
    page_description = "The body map: where does it hurt?"
    intro = RichTextField(blank=True, features=PROSE)
    how_far = models.TextField(
        "how far this goes", blank=True, help_text="Stands on each place’s page, below what the map found there."
    )

    content_panels = [
        *ClinicPage.content_panels,
        FieldPanel("intro"),
        FieldPanel("how_far"),
        *ClinicPage.evidence_panels,
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.RegionPage"]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """`at/low-back/left-outer-hip/`: the muscles for several places, or for one side."""
        if path_components[:1] != ["at"]:
            return super().route(request, path_components)
        if not self.live:
            raise Http404
        return RouteResult(self, kwargs={"segments": path_components[1:]})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "segments" in kwargs:
            return serve_choice(self, request, kwargs["segments"])
        return super().serve(request, *args, **kwargs)

    def linked(self) -> dict[str, Any]:
        regions = list(RegionPage.objects.child_of(self).live().public().order_by("path"))
        return super().linked() | {"regions": cards(regions), "figure": map_figure(regions, is_finder=True)}

    def computed_related(self) -> list[Page]:
        return []


class RegionPage(ClinicPage):
    """A body region: which muscles most often refer pain there."""

    kind_label = "Body region"
    page_description = "One place of the body map, its red flags and its muscles"
    schema_type = "MedicalWebPage"
    offers_inquiry = True
    anatomical_name = models.CharField(max_length=120, blank=True)
    views = models.CharField(
        max_length=5,
        choices=[("front", "Front"), ("back", "Back"), ("both", "Front and back")],
        default="back",
    )
    sided = models.BooleanField("has a left and a right", default=True)
    what_people_notice = RichTextField(blank=True, features=PROSE)
    other_causes = RichTextField(blank=True, features=PROSE)

    content_panels = [
        DrawnPanel(),
        *ClinicPage.content_panels,
        FieldPanel("anatomical_name"),
        FieldRowPanel([FieldPanel("views"), FieldPanel("sided")]),
        FieldPanel("what_people_notice"),
        FieldPanel("other_causes"),
        InlinePanel("red_flags", heading="Red flags", label="Red flag"),
        *ClinicPage.evidence_panels,
    ]
    search_fields = [
        *ClinicPage.search_fields,
        index.SearchField("anatomical_name"),
        index.SearchField("what_people_notice"),
        index.SearchField("other_causes"),
    ]
    parent_page_types = ["content.PainMapPage"]
    subpage_types: list[str] = []

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        tally.note([self.slug], request.META, again=True)
        return super().serve(request, *args, **kwargs)

    @property
    def felt_at(self) -> list[str]:
        """The places that an inquiry from this page is about."""
        return [self.slug]

    def computed_related(self) -> list[Page]:
        """Regions where the most of the same muscles are felt."""
        muscles = self.referring().values_list("muscle", flat=True)
        return sharing(RegionPage, self, models.Q(referrals__muscle__in=list(muscles)))

    def referring(self) -> "models.QuerySet[ReferralPattern]":
        """The patterns of the muscles that are felt here; none yet in the preview of a new page."""
        return self.referrals.all() if self.pk else ReferralPattern.objects.none()

    def linked(self) -> dict[str, Any]:
        links = self.referring().filter(muscle__live=True).select_related("muscle").order_by("muscle__path")
        patterns = list(links.prefetch_related("muscle__referrals__region"))

        def of(strength: ReferralPattern.Strength) -> list[Card]:
            return [
                card(pattern.muscle, pattern.note, muscle_figure(pattern.muscle, pattern.muscle.referrals.all()))
                for pattern in patterns
                if pattern.strength == strength
            ]

        pain_map = map_of(self)
        muscles = [p.muscle for p in patterns if p.strength == ReferralPattern.Strength.PRIMARY]
        return super().linked() | {
            "often": of(ReferralPattern.Strength.PRIMARY),
            "sometimes": of(ReferralPattern.Strength.SPILLOVER),
            "red_flags": flag_cards(flags_of(self)),
            "controls": self.controls(pain_map, muscles),
            "how_far": pain_map.how_far if pain_map else "",
        }

    def controls(self, pain_map: PainMapPage | None, often: "list[MusclePage]") -> Controls | None:
        """Figure and list by which more places are chosen; none while the region is on no live pain map."""
        atlas = atlas_for(pain_map) if pain_map else None
        if pain_map is None or atlas is None or self.slug not in atlas.regions:
            return None
        points = [point for muscle in often for point in point_of(muscle)]
        return controls_for(atlas, pain_map.url or "", [Chosen(self.slug)], points)
