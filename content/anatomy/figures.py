"""The figures that pages show: what is felt where, and where it may start."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from django.utils.safestring import SafeString

from content.anatomy.drawing import Size, render_figure
from content.anatomy.figure import Point, View


class Felt(NamedTuple):
    """A region in which a muscle may be felt; `state`: often or sometimes."""

    slug: str
    title: str
    state: str


def muscle_figure(
    slug: str,
    points: Sequence[Point],
    felt: Iterable[Felt],
    *,
    size: Size = "small",
    views: Sequence[View] | None = None,
) -> SafeString:
    """A muscle's pattern: rings where its pain is felt, the points where the muscle lies."""
    felt = list(felt)
    return render_figure(
        {region.slug: region.state for region in felt},
        points=points,
        labels={region.slug: region.title for region in felt},
        size=size,
        views=views,
        uid=f"muscle-{slug}",
    )


def regions_figure(titles: Mapping[str, str], points: Sequence[Point] = ()) -> SafeString:
    """Several regions lit, such as those of a condition; empty when there is nothing to show."""
    if not titles:
        return SafeString("")
    return render_figure(dict.fromkeys(titles, "often"), points=points, labels=titles, size="small")


def map_figure(
    titles: Mapping[str, str], addresses: Mapping[str, str], *, is_finder: bool = False, uid: str = "map"
) -> SafeString:
    """The whole figure, each region a link to its page; those without a page stay without a link."""
    return render_figure(link=lambda slug: addresses.get(slug, ""), labels=titles, is_finder=is_finder, uid=uid)
