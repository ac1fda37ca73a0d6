"""The pain map and its regions."""

from collections.abc import Iterable
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString
from wagtail.admin.panels import FieldPanel, InlinePanel
from wagtail.fields import RichTextField
from wagtail.models import Page
from wagtail.url_routing import RouteResult

from content.anatomy.drawing import render_figure
from content.anatomy.figure import load_figure, not_drawn
from content.anatomy.finder import matches, named_places, result_for
from content.anatomy.pain_map_data import PainMapData, RedFlag, Region, short_flags
from content.anatomy.places import Chosen
from content.anatomy.region_scenes import region_card, region_plate
from content.anatomy.scenes import Subject
from content.caching.routing import readable
from content.caching.version import per_version
from content.counting.visits import count_regions
from content.models.base import ClinicPage
from content.models.choice import serve_choice
from content.models.drawn import DrawnPage
from content.models.map_wording import HELP_NOW_PATH, MapWording
from content.models.muscle import MusclePage
from content.models.referral import PROSE, ReferralPattern, conditions_of
from content.models.related import most_in_common
from content.models.search_text import SearchText
from content.text.directory import Entry, of_type, url_of
from content.text.plain import lines_of

FINDER_STYLE = ("figure", "key", "opening", "plate")  # map, regions, and choices, which a script swaps


def region_map(regions: list[Entry], *, is_finder: bool = False) -> SafeString:
    """Render the whole figure, with each region linked to its page, if it has one."""
    addresses = {region.slug: region.url for region in regions}
    titles = {region.slug: region.title for region in regions}
    return render_figure(link=lambda slug: addresses.get(slug, ""), labels=titles, is_finder=is_finder, uid="map")


class PainMapPage(MapWording):
    """The pain map (“Where do you feel it?”): the figure, front and back, and the list of regions."""

    kind_label = "Pain map"
    page_description = "The body map: where does it hurt?"
    style_parts = FINDER_STYLE
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
        """Route `at/low-back/left-outer-hip/` to the muscles for several places, or for one side."""
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
            return serve_choice(self, self.data(), request, kwargs["segments"])
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    @classmethod
    def current(cls) -> Self | None:
        """Return the site's live pain map, or None."""
        found: Self | None = per_version("pain-map", lambda: cls.objects.live().order_by("path").first())
        return found

    @classmethod
    def named_places(cls, keys: Iterable[str]) -> list[tuple[str, str]]:
        """Return (key, title) of the places that keys such as `outer-hip:left` name on the site's map."""
        pain_map = cls.current() if keys else None
        return named_places(pain_map.data(), keys) if pain_map else []

    def data(self) -> PainMapData:
        """Return the finder's data on this map's regions and the muscles; cached until any content changes."""
        return per_version(f"pain-map-{self.pk}", self.read)

    def data_with(self, draft: "RegionPage") -> PainMapData:
        """Return the data with this draft of a region; a draft that differs from the live version isn't cached."""
        data = self.data()
        return data if data.regions.get(draft.slug) == draft.as_data() else self.read(draft)

    def read(self, draft: "RegionPage | None" = None) -> PainMapData:
        """Read everything at once, with the same four queries for ten muscles or a thousand."""
        regions = list(readable(RegionPage.objects.child_of(self)).order_by("path").prefetch_related("red_flags"))
        if draft:
            regions = [page for page in regions if page.pk != draft.pk] + [draft]
        slugs = {page.pk: page.slug for page in regions}
        referrals = models.Prefetch("referrals", ReferralPattern.objects.select_related("source"))
        muscles = readable(MusclePage.objects).order_by("path").prefetch_related(referrals)
        return PainMapData(
            regions={page.slug: page.as_data() for page in regions},
            muscles=tuple(page.as_data(slugs) for page in muscles),
            url=url_of(self),
            wording=self.wording(),
        )

    def linked(self) -> dict[str, Any]:
        regions = of_type("regionpage", below=self.path)
        return super().linked() | {"regions": regions, "figure": region_map(regions, is_finder=True)}

    def computed_related(self) -> Iterable[int]:
        return []


class RegionPage(DrawnPage, ClinicPage):
    """A body region, with the muscles that most often refer pain there."""

    kind_label = "Body region"
    kind_plural = "Body regions"
    page_description = "One region of the body map, with its red flags and muscles"
    schema_type = "MedicalWebPage"
    offers_inquiry = True
    style_parts = FINDER_STYLE
    drawn_as = "regions"
    drawings = {"regions": region_card, "places": region_plate}
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
        SearchText("anatomical_name"),
        SearchText("what_people_notice"),
        SearchText("other_causes"),
    ]
    parent_page_types = ["content.PainMapPage"]
    subpage_types: list[str] = []

    @classmethod
    def can_create_at(cls, parent: Page) -> bool:
        """Offer a new region only while the figure has a place without a page."""
        taken = cls.objects.values_list("slug", flat=True)
        return bool(super().can_create_at(parent)) and not set(load_figure().slugs()) <= set(taken)

    def clean(self) -> None:
        super().clean()
        if self.slug not in load_figure().slugs():
            raise ValidationError({"slug": not_drawn(self.slug, type(self).objects.values_list("slug", flat=True))})

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        count_regions([self.slug], request.META)
        response: HttpResponse = super().serve(request, *args, **kwargs)
        return response

    @cached_property
    def pain_map(self) -> PainMapPage | None:
        """The region's live pain map; for an unsaved region, the first one."""
        maps = PainMapPage.objects.live()
        found: PainMapPage | None = (maps.ancestor_of(self) if self.pk else maps.order_by("path")).first()
        return found

    def flags(self) -> tuple[RedFlag, ...]:
        return tuple(flag.as_data() for flag in self.red_flags.all())

    def as_data(self) -> Region:
        """Return the region's data for the finder."""
        return Region(
            slug=self.slug,
            title=self.title,
            url=url_of(self),
            sided=load_figure().is_sided(self.slug),
            red_flags=self.flags(),
            other_causes=lines_of(self.other_causes),
        )

    @property
    def felt_at(self) -> list[str]:
        """The places preselected in an inquiry from this page."""
        return [self.slug]

    def computed_related(self) -> Iterable[int]:
        """Return regions with the most muscles in common."""
        shared = models.Q(referrals__muscle__in=self.referring().values("muscle"))
        return most_in_common(self, "referrals", shared, least=1)

    def referring(self) -> "models.QuerySet[ReferralPattern]":
        """Return the patterns of the muscles that are felt here; none in the preview of a new page."""
        patterns: models.QuerySet[ReferralPattern] = self.referrals.all() if self.pk else ReferralPattern.objects.none()
        return patterns

    def subject(self) -> tuple[str, str, list[Subject]]:
        """Return the place, and the muscles to draw around it, those often felt here first."""
        data = self.pain_map.data() if self.pain_map else None
        found = [match.muscle for match in matches(data, [Chosen(self.slug)])] if data else []
        muscles = [Subject(muscle.slug, muscle.title, muscle.points, muscle.felt) for muscle in found]
        return self.slug, self.title, muscles

    def linked(self) -> dict[str, Any]:
        pain_map = self.pain_map
        here = [Chosen(self.slug)]
        data = pain_map.data_with(self) if pain_map else None
        result = result_for(data, here, has_figure=False) if data else None
        return (
            super().linked()
            | conditions_of(self)
            | {
                "how_far": pain_map.how_far if pain_map else "",
                "help_url": pain_map.help_url if pain_map else "",
                "result": result,
                "plate": self.picture("places"),
                "red_flags": result.red_flags if result else short_flags([self.flags()], PainMapPage().wording()),
            }
        )
