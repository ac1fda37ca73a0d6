"""The pain map and its regions; with the muscles, all models of the anatomy."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.search import index
from wagtail.url_routing import RouteResult

from content.anatomy.figure import load_figure, not_drawn
from content.anatomy.figures import map_figure
from content.anatomy.finder import result_for
from content.anatomy.pain_map_data import atlas_with, flag_cards, flags_of, map_of
from content.anatomy.places import Chosen
from content.anatomy.serving import serve_choice
from content.counting.regions import RegionDay, tally
from content.models.base import ClinicPage
from content.models.map_wording import HELP_NOW_PATH, MapWording
from content.models.muscle import MuscleIndexPage, MusclePage
from content.models.referral import PROSE, ReferralPattern, RegionRedFlag, conditions_of, sharing
from content.text.cards import cards

__all__ = [
    "MuscleIndexPage",
    "MusclePage",
    "PainMapPage",
    "ReferralPattern",
    "RegionDay",
    "RegionPage",
    "RegionRedFlag",
]


class PainMapPage(MapWording):
    """Where do you feel it? The figure, front and back, and the list of regions."""

    kind_label = "Pain map"
    page_description = "The body map: where does it hurt?"
    intro = RichTextField(blank=True, features=PROSE)

    content_panels = [
        *ClinicPage.content_panels,
        FieldPanel("intro"),
        MapWording.wording_panel,
        *ClinicPage.evidence_panels,
    ]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.RegionPage"]

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """`at/low-back/left-outer-hip/`: the muscles for several places, or for one side."""
        if path_components[:1] not in (["at"], [HELP_NOW_PATH]):
            return super().route(request, path_components)
        if not self.live:
            raise Http404
        if path_components == [HELP_NOW_PATH]:
            return RouteResult(self, kwargs={"help_now": True})
        return RouteResult(self, kwargs={"segments": path_components[1:]})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if "help_now" in kwargs:
            return TemplateResponse(
                request, "content/help_now.html", self.get_context(request) | {"head_title": self.emergency_heading}
            )
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
    what_people_notice = RichTextField(blank=True, features=PROSE)
    other_causes = RichTextField(blank=True, features=PROSE)

    content_panels = [
        *ClinicPage.content_panels,
        FieldPanel("anatomical_name"),
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

    def clean(self) -> None:
        super().clean()
        if self.slug not in load_figure().slugs():
            raise ValidationError({"slug": not_drawn(self.slug, type(self).objects.values_list("slug", flat=True))})

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
        pain_map = map_of(self)
        result = result_for(atlas_with(pain_map, self), pain_map, [Chosen(self.slug)]) if pain_map else None
        return super().linked() | {
            "how_far": pain_map.how_far if pain_map else "",
            "help_url": pain_map.help_url if pain_map else "",
            "result": result,
            "red_flags": result.red_flags if result else flag_cards(flags_of(self), PainMapPage().said()),
            "conditions": conditions_of(self),
        }
