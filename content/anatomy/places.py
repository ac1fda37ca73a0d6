"""The places chosen on the figure, and the URLs that name them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from content.anatomy.figure import Side

MOST = 6  # places at once; more aren't a pattern anymore
SIDES: tuple[Side, Side] = ("left", "right")


class Chosen(NamedTuple):
    """A region on one side, or without a side: on the midline, on both sides, or unspecified."""

    slug: str
    side: Side | None = None

    @property
    def key(self) -> str:
        """Its key in the figure and in stored inquiries: `outer-hip:left`."""
        return f"{self.slug}:{self.side}" if self.side else self.slug

    @property
    def segment(self) -> str:
        """Its URL path segment: `left-outer-hip`."""
        return f"{self.side}-{self.slug}" if self.side else self.slug


def read_segment(segment: str, sided: Mapping[str, bool]) -> Chosen | None:
    """Return the place that a URL path segment names, or None. `sided`: region slug → whether it has sides.

    A side is ignored if the region doesn't have sides.
    """
    if segment in sided:
        return Chosen(segment)
    for side in SIDES:
        slug = segment.removeprefix(f"{side}-")
        if slug != segment and slug in sided:
            return Chosen(slug, side if sided[slug] else None)
    return None


def read_key(key: str, sided: Mapping[str, bool]) -> Chosen | None:
    """Return the place that a key such as `outer-hip:left` names, or None."""
    slug, _, side = key.partition(":")
    return read_segment(f"{side}-{slug}" if side else slug, sided)


def in_order(chosen: Iterable[Chosen]) -> list[Chosen]:
    """Return each region once, in alphabetical order, so that a choice has one URL; left plus right becomes both."""
    sides: dict[str, set[Side | None]] = {}
    for place in chosen:
        sides.setdefault(place.slug, set()).add(place.side)
    return [Chosen(slug, found.pop() if len(found) == 1 else None) for slug, found in sorted(sides.items())]


def toggled(chosen: Sequence[Chosen], place: Chosen) -> list[Chosen]:
    """Return the choice with a place added, or removed if it was already chosen.

    If a region is chosen on both sides, only that side is removed.
    """
    others = [one for one in chosen if one.slug != place.slug]
    now = next((one for one in chosen if one.slug == place.slug), None)
    if now is None:
        return in_order([*others, place])
    if now.side == place.side:
        return in_order(others)
    if now.side is None:
        return in_order([*others, Chosen(place.slug, "left" if place.side == "right" else "right")])
    return in_order([*others, Chosen(place.slug)])


def spoken(place: Chosen, title: str) -> str:
    """Return the place in words: `Outer hip (left)`."""
    return f"{title} ({place.side})" if place.side else title
