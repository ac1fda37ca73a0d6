"""The figure and the list by which places are added and taken away, as plain links."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from django.utils.safestring import SafeString

from content.anatomy.drawing import render_figure
from content.anatomy.figure import Point
from content.anatomy.pain_map_data import Atlas, Region
from content.anatomy.places import MOST, SIDES, Chosen, in_order, read_key, spoken, toggled


@dataclass(frozen=True)
class PlaceLink:
    """A place as a link that adds it or takes it away; no address when no more can be added."""

    key: str
    title: str
    url: str
    is_chosen: bool


@dataclass(frozen=True)
class ChosenPlace:
    """A chosen place with its links: its own page, without it, and on which side."""

    key: str
    name: str  # of the region
    title: str  # with the side
    url: str
    without: str
    sides: tuple[PlaceLink, ...]


@dataclass(frozen=True)
class Controls:
    """Figure and list by which places are added and taken away."""

    figure: SafeString
    chosen: tuple[ChosenPlace, ...]
    places: tuple[PlaceLink, ...]
    is_full: bool


def shown_order(atlas: Atlas, chosen: Sequence[Chosen]) -> list[Chosen]:
    """The places as the list has them, from head to foot."""
    order = list(atlas.regions)
    return sorted(chosen, key=lambda place: order.index(place.slug))


def address(atlas: Atlas, map_url: str, chosen: Sequence[Chosen]) -> str:
    """Where a choice is shown: nothing on the map, one region on its own page, anything else under `at/`."""
    places = in_order(chosen)
    if not places:
        return map_url
    if len(places) == 1 and not places[0].side:
        return atlas.regions[places[0].slug].url
    return f"{map_url}at/{'/'.join(place.segment for place in places)}/"


def controls_for(atlas: Atlas, map_url: str, chosen: Sequence[Chosen], points: Sequence[Point] = ()) -> Controls:
    """Figure, list and chosen places, each with its links."""
    is_full = len(chosen) >= MOST
    slugs = {place.slug for place in chosen}

    @cache
    def leads_to(key: str) -> str:
        place = read_key(key, atlas.sided)
        if place is None or (is_full and place.slug not in slugs):
            return ""
        return address(atlas, map_url, toggled(chosen, place))

    def without(slug: str) -> str:
        return address(atlas, map_url, [place for place in chosen if place.slug != slug])

    lit = {key: "chosen" for place in chosen for key in keys_of(place, atlas.regions[place.slug])}
    figure = render_figure(
        lit,
        points=points,
        link=leads_to,
        labels=atlas.labels,
        sides=True,
        is_finder=True,
        uid="finder",
    )
    places = tuple(
        PlaceLink(slug, region.title, without(slug) if slug in slugs else leads_to(slug), slug in slugs)
        for slug, region in atlas.regions.items()
    )
    shown = tuple(
        ChosenPlace(
            place.key,
            atlas.regions[place.slug].title,
            spoken(place, atlas.regions[place.slug].title),
            atlas.regions[place.slug].url,
            without(place.slug),
            side_links(atlas, map_url, chosen, place),
        )
        for place in shown_order(atlas, chosen)
    )
    return Controls(figure, shown, places, is_full)


def keys_of(place: Chosen, region: Region) -> list[str]:
    """The figure's keys of a place: both sides of a region where none was said."""
    if place.side or not region.sided:
        return [place.key]
    return [Chosen(place.slug, side).key for side in SIDES]


def side_links(atlas: Atlas, map_url: str, chosen: Sequence[Chosen], place: Chosen) -> tuple[PlaceLink, ...]:
    """Left, right and both; nothing for a region in the middle."""
    if not atlas.regions[place.slug].sided:
        return ()
    others = [one for one in chosen if one.slug != place.slug]
    return tuple(
        PlaceLink(
            one.key, (one.side or "both").capitalize(), address(atlas, map_url, [*others, one]), one.side == place.side
        )
        for one in (*(Chosen(place.slug, side) for side in SIDES), Chosen(place.slug))
    )
