"""The figure and the list for adding and removing places, as plain links."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString

from content.anatomy.drawing import render_figure
from content.anatomy.figure import Point
from content.anatomy.pain_map_data import PainMapData
from content.anatomy.places import MOST, SIDES, Chosen, in_order, read_key, spoken, toggled


@dataclass(frozen=True)
class PlaceLink:
    """A place as a link that adds or removes it; without a URL if no more can be added."""

    key: str
    title: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class ChosenPlace:
    """A chosen place with its links: to its own page, to remove it, and to change its side."""

    key: str
    name: str  # of the region
    title: str  # with the side
    url: str
    without: str
    sides: tuple[PlaceLink, ...]


@dataclass(frozen=True)
class Controls:
    """The figure and the list for adding and removing places."""

    figure: SafeString
    chosen: tuple[ChosenPlace, ...]
    places: tuple[PlaceLink, ...]
    is_full: bool


def shown_order(data: PainMapData, chosen: Sequence[Chosen]) -> list[Chosen]:
    """Return the places in the order of the list, from head to foot."""
    order = list(data.regions)
    return sorted(chosen, key=lambda place: order.index(place.slug))


def choice_address(data: PainMapData, chosen: Sequence[Chosen]) -> str:
    """Return a choice's URL: the map if it is empty, a single region's own page, anything else under `at/`."""
    places = in_order(chosen)
    if not places:
        return data.url
    if len(places) == 1 and not places[0].side:
        return data.regions[places[0].slug].url
    return f"{data.url}at/{'/'.join(place.segment for place in places)}/"


def controls_for(data: PainMapData, chosen: Sequence[Chosen], points: Sequence[Point] | None = ()) -> Controls:
    """Return the figure, the list, and the chosen places, each with its links; `points=None` omits the figure."""
    is_full = len(chosen) >= MOST
    slugs = {place.slug for place in chosen}

    @cache
    def leads_to(key: str) -> str:
        place = read_key(key, data.sided)
        if place is None or (is_full and place.slug not in slugs):
            return ""
        return choice_address(data, toggled(chosen, place))

    def without(slug: str) -> str:
        return choice_address(data, [place for place in chosen if place.slug != slug])

    lit = dict.fromkeys((place.key for place in chosen), "chosen")
    figure = (
        SafeString()
        if points is None
        else render_figure(
            lit,
            points=points,
            link=leads_to,
            labels=data.labels,
            is_choice=True,
            is_finder=True,
            uid="finder",
        )
    )
    places = tuple(
        PlaceLink(slug, region.title, without(slug) if slug in slugs else leads_to(slug), slug in slugs)
        for slug, region in data.regions.items()
    )
    shown = tuple(
        ChosenPlace(
            place.key,
            data.regions[place.slug].title,
            spoken(place, data.regions[place.slug].title),
            data.regions[place.slug].url,
            without(place.slug),
            side_links(data, chosen, place),
        )
        for place in shown_order(data, chosen)
    )
    return Controls(figure, shown, places, is_full)


def side_links(data: PainMapData, chosen: Sequence[Chosen], place: Chosen) -> tuple[PlaceLink, ...]:
    """Return links for left, right, and both; empty for a region on the midline."""
    if not data.regions[place.slug].sided:
        return ()
    others = [one for one in chosen if one.slug != place.slug]
    return tuple(
        PlaceLink(
            one.key, (one.side or "both").capitalize(), choice_address(data, [*others, one]), one.side == place.side
        )
        for one in (*(Chosen(place.slug, side) for side in SIDES), Chosen(place.slug))
    )
