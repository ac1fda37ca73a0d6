"""The pages about muscles: location, causes of overload, and where pain is often felt."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.functional import cached_property
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel
from wagtail.fields import RichTextField

from content.anatomy.figure import Point, point_problems
from content.anatomy.pain_map_data import Muscle
from content.anatomy.parts import part_of, parts
from content.anatomy.scenes import Subject, far_card, muscle_card, muscle_plate
from content.anatomy.shapes import load_muscles
from content.caching.routing import readable
from content.models.base import ClinicPage
from content.models.drawn import DrawnPage
from content.models.referral import PROSE, ReferralPattern, conditions_of, red_flags_of
from content.models.related import most_in_common
from content.models.search_text import SearchText
from content.models.source import Source
from content.panels.point import PointPanel
from content.text.cards import Card
from content.text.directory import detailed, directory, url_of
from content.text.plain import lines_of


class MuscleIndexPage(ClinicPage):
    """The index of all muscles."""

    kind_label = "Muscles"
    page_description = "All muscles as a list"
    schema_type = "CollectionPage"

    content_panels = [*ClinicPage.content_panels, *ClinicPage.evidence_panels]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.MusclePage"]

    def linked(self) -> dict[str, Any]:
        muscles = readable(MusclePage.objects.child_of(self)).order_by("path")
        return super().linked() | {"atlas": atlas(muscles)}

    def computed_related(self) -> Iterable[int]:
        return []


def atlas(muscles: Iterable["MusclePage"]) -> list[tuple[str, list[Card]]]:
    """Group the muscles' cards by body part, from head to foot."""
    grouped: dict[str, list[Card]] = {part: [] for part in parts()}
    for muscle in muscles:
        grouped[part_of(muscle.slug, muscle.points)].append(detailed(muscle, muscle.latin_name))
    return [(part, found) for part, found in grouped.items() if found]


@dataclass(frozen=True)
class FeltRegion:
    """A region where a muscle's pain may be felt, and the key of the study that described it, if any."""

    region: Card
    note: str
    study: str


def felt_region(pattern: ReferralPattern) -> FeltRegion:
    return FeltRegion(
        directory()[pattern.region_id],
        pattern.note,
        pattern.source.key if pattern.source and pattern.is_studied else "",
    )


class MusclePage(DrawnPage, ClinicPage):
    """A muscle: location, causes of overload, and where its pain is often felt."""

    kind_label = "Muscle"
    kind_plural = "Muscles"
    page_description = "One muscle: where it is and where it may be felt"
    schema_type = "MedicalWebPage"
    offers_inquiry = True
    style_parts = ("key", "opening", "plate", "muscle")
    drawn_as = "muscles"
    drawings = {"muscles": muscle_card, "plates": muscle_plate, "far": far_card}  # far: what the plate can't show
    latin_name = models.CharField(max_length=120)
    common_name = models.CharField(max_length=120, blank=True)
    where_it_is = models.TextField(blank=True)
    what_it_does = models.TextField(blank=True)
    overload = RichTextField("what tends to overload it", blank=True, features=PROSE)
    signs = RichTextField("what people notice", blank=True, features=PROSE)
    session_note = RichTextField("what a session does about it", blank=True, features=PROSE)
    self_care = RichTextField("safe self-care", blank=True, features=PROSE)
    other_causes = RichTextField("when it is not this", blank=True, features=PROSE)
    evidence = RichTextField("how far the evidence goes", blank=True, features=PROSE)
    point_view = models.CharField(max_length=5, choices=[("front", "Front"), ("back", "Back")], default="back")
    point_x = models.FloatField(
        "across", null=True, blank=True, help_text="0 is the figure’s left edge, 200 its right."
    )
    point_y = models.FloatField("down", null=True, blank=True, help_text="0 is above the head, 480 below the feet.")

    content_panels = [
        *ClinicPage.content_panels,
        FieldRowPanel([FieldPanel("latin_name"), FieldPanel("common_name")]),
        FieldPanel("where_it_is"),
        FieldPanel("what_it_does"),
        InlinePanel("referrals", heading="Where its pain is felt", label="Referral"),
        FieldPanel("signs"),
        FieldPanel("overload"),
        FieldPanel("session_note"),
        FieldPanel("self_care"),
        FieldPanel("other_causes"),
        FieldPanel("evidence"),
        PointPanel(
            [FieldPanel("point_view"), FieldRowPanel([FieldPanel("point_x"), FieldPanel("point_y")])],
            heading="Point on the figure",
        ),
        *ClinicPage.evidence_panels,
    ]
    search_fields = [
        *ClinicPage.search_fields,
        SearchText("latin_name", boost=2),
        SearchText("common_name", boost=2),
        SearchText("signs"),
        SearchText("overload"),
        SearchText("where_it_is"),
    ]
    parent_page_types = ["content.MuscleIndexPage"]
    subpage_types: list[str] = []

    def clean(self) -> None:
        super().clean()
        if wrong := point_problems(self.point_view, self.point_x, self.point_y):
            raise ValidationError(wrong)
        before = type(self).objects.filter(pk=self.pk).values_list("slug", flat=True).first()
        if before in load_muscles() and self.slug != before:
            raise ValidationError({"slug": f"The drawing goes by “{before}”. With another address, it would be lost."})

    @property
    def points(self) -> list[Point]:
        """The trigger point; empty until staff set one."""
        if self.point_x is None or self.point_y is None:
            return []
        return [Point("front" if self.point_view == "front" else "back", self.point_x, self.point_y)]

    @cached_property
    def patterns(self) -> list[ReferralPattern]:
        """Its referral patterns in regions that every visitor may read."""
        referrals = self.referrals.select_related("region", "source").prefetch_related("region__red_flags")
        return [pattern for pattern in referrals if pattern.region_id in directory()]

    def sources(self) -> list[Source]:
        """Return the page's sources, and those of its patterns, to which the list of places links."""
        return list(dict.fromkeys([*super().sources(), *(one.source for one in self.patterns if one.source)]))

    def subject(self) -> tuple[Subject, dict[str, str]]:
        """Return the drawing's subject, and the names of the regions where it is felt."""
        felt = {one.region.slug: one.state for one in self.patterns}
        return Subject(self.slug, self.title, self.points, felt), {
            one.region.slug: one.region.title for one in self.patterns
        }

    def as_data(self, slugs: Mapping[int, str]) -> Muscle:
        """Return the muscle's data for the finder; `slugs`: those of the map's regions, by primary key."""
        patterns = {slugs[one.region_id]: one for one in self.referrals.all() if one.region_id in slugs}
        return Muscle(
            slug=self.slug,
            title=self.title,
            latin_name=self.latin_name,
            url=url_of(self),
            points=tuple(self.points),
            picture=self.picture(self.drawn_as),
            felt={slug: pattern.state for slug, pattern in patterns.items()},
            notes={slug: pattern.remark for slug, pattern in patterns.items() if pattern.remark},
            sign=next(iter(lines_of(self.signs)), ""),
        )

    def computed_related(self) -> Iterable[int]:
        """Return muscles with the most regions in common."""
        regions = [pattern.region_id for pattern in self.patterns]
        return most_in_common(self, "referrals", models.Q(referrals__region__in=regions), least=1)

    def linked(self) -> dict[str, Any]:
        patterns = self.patterns

        def of(strength: ReferralPattern.Strength) -> list[FeltRegion]:
            return [felt_region(pattern) for pattern in patterns if pattern.strength == strength]

        return (
            super().linked()
            | conditions_of(self)
            | {
                "red_flags": red_flags_of(patterns),
                "convention": next((one.source.key for one in patterns if one.source and not one.is_studied), ""),
                "often": of(ReferralPattern.Strength.PRIMARY),
                "sometimes": of(ReferralPattern.Strength.SPILLOVER),
                "plate": self.picture("plates"),
                "far": far if (far := self.picture("far")).words else None,
            }
        )
