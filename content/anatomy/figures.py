"""The figures that pages show: what is felt where, and where it may start."""

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.apps import apps
from django.utils.safestring import SafeString

from content.anatomy.drawing import Size, render_figure
from content.anatomy.figure import Point
from content.caching.version import per_version

if TYPE_CHECKING:
    from content.models.pain_map import MusclePage, ReferralPattern, RegionPage

STATES = {"primary": "often", "spillover": "sometimes"}


def point_of(muscle: "MusclePage") -> list[Point]:
    """The muscle's point; none while staff have not set one."""
    if muscle.point_x is None or muscle.point_y is None:
        return []
    return [Point("front" if muscle.point_view == "front" else "back", muscle.point_x, muscle.point_y)]


def in_open_regions(patterns: "Iterable[ReferralPattern]") -> "list[ReferralPattern]":
    """The patterns of regions that every visitor may read."""

    def open_regions() -> set[int]:
        regions = apps.get_model("content", "RegionPage").objects.live().public()
        return set(regions.values_list("pk", flat=True))

    found = per_version("open-regions", open_regions)
    return [pattern for pattern in patterns if pattern.region_id in found]


def lit_by(patterns: "Iterable[ReferralPattern]") -> tuple[dict[str, str], dict[str, str]]:
    """What the patterns light, and the names of it, each by region."""
    felt = [(pattern.region, STATES[pattern.strength]) for pattern in in_open_regions(patterns)]
    return {region.slug: state for region, state in felt}, {region.slug: region.title for region, _ in felt}


def muscle_figure(muscle: "MusclePage", patterns: "Iterable[ReferralPattern]", size: Size = "small") -> SafeString:
    """A muscle's pattern: rings where its pain is felt, the point where the muscle lies."""
    lit, labels = lit_by(patterns)
    return render_figure(lit, points=point_of(muscle), labels=labels, size=size, uid=f"muscle-{muscle.slug}")


def regions_figure(regions: "Iterable[RegionPage]", muscles: "Iterable[MusclePage]" = ()) -> SafeString:
    """Several regions lit, such as those of a condition; empty when there is nothing to show."""
    regions = list(regions)
    if not regions:
        return SafeString("")
    points = [point for muscle in muscles for point in point_of(muscle)]
    labels = {region.slug: region.title for region in regions}
    return render_figure(dict.fromkeys(labels, "often"), points=points, labels=labels, size="small")


def map_figure(regions: "Iterable[RegionPage]", uid: str = "map", *, is_finder: bool = False) -> SafeString:
    """The whole figure, each region a link to its page; those without a page stay without a link."""
    addresses = {region.slug: region.url for region in regions}
    labels = {region.slug: region.title for region in regions}
    return render_figure(link=lambda slug: addresses.get(slug, ""), labels=labels, is_finder=is_finder, uid=uid)


def example_figure(muscle: "MusclePage") -> SafeString:
    """One pattern that explains the whole idea, from the side on which its point lies."""
    lit, labels = lit_by(muscle.referrals.select_related("region"))
    points = point_of(muscle)
    views = [point.view for point in points] or None
    return render_figure(lit, points=points, labels=labels, size="small", views=views, uid="example")
