"""The figures that pages show: what is felt where, and where it may start."""

from collections.abc import Mapping, Sequence

from django.utils.safestring import SafeString

from content.anatomy.drawing import render_figure
from content.anatomy.figure import Point


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
