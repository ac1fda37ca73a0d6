"""The places that somebody chose on the figure, and the addresses that name them."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from content.anatomy.figure import Side

MOST = 6  # places at once; more than that is no pattern any more
SIDES: tuple[Side, Side] = ("left", "right")


class Chosen(NamedTuple):
    """A region, on one side or (no side) on whichever: the middle, both sides, or not said."""

    slug: str
    side: Side | None = None

    @property
    def key(self) -> str:
        """As the figure and a stored inquiry name it: `outer-hip:left`."""
        return f"{self.slug}:{self.side}" if self.side else self.slug

    @property
    def segment(self) -> str:
        """As an address names it: `left-outer-hip`."""
        return f"{self.side}-{self.slug}" if self.side else self.slug


def read_segment(segment: str, sided: Mapping[str, bool]) -> Chosen | None:
    """The place that a part of an address names; None if there is none. `sided`: the regions, with and without sides.

    A side that the region does not have is left out.
    """
    if segment in sided:
        return Chosen(segment)
    for side in SIDES:
        slug = segment.removeprefix(f"{side}-")
        if slug != segment and slug in sided:
            return Chosen(slug, side if sided[slug] else None)
    return None


def read_key(key: str, sided: Mapping[str, bool]) -> Chosen | None:
    """The place that a key such as `outer-hip:left` names; None if there is none."""
    slug, _, side = key.partition(":")
    return read_segment(f"{side}-{slug}" if side else slug, sided)


def in_order(chosen: Iterable[Chosen]) -> list[Chosen]:
    """Each region once, by the alphabet, so that one choice has one address; left and right together are both."""
    sides: dict[str, set[Side | None]] = {}
    for place in chosen:
        sides.setdefault(place.slug, set()).add(place.side)
    return [Chosen(slug, found.pop() if len(found) == 1 else None) for slug, found in sorted(sides.items())]


def toggled(chosen: Sequence[Chosen], place: Chosen) -> list[Chosen]:
    """The choice with a place added, or without it when it was chosen already.

    Of a region that is chosen on both sides, a side is taken away and the other one left.
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
    """The place in words: `Outer hip (left)`."""
    return f"{title} ({place.side})" if place.side else title
