"""The finder: from chosen places to the muscles that may refer pain there. No score, likelihood, or diagnosis."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from content.anatomy.controls import Controls, controls_for, shown_order
from content.anatomy.figure import Point, Side
from content.anatomy.pain_map_data import Muscle, PainMapData, ShortFlags, short_flags, within_sentence
from content.anatomy.places import MOST, SIDES, Chosen, in_order, read_key, spoken
from content.text.cards import Card

MOST_DETAILED = 8  # muscles shown in detail; the others are in a short list
MOST_LISTED = 12

HEADINGS = {
    "one": "Muscles that often refer pain here",
    "all": "Muscles that may be felt in all of these places",
    "some": "Muscles that may be felt in several of these places",
}
REST_HEADINGS = {
    "one": "Muscles that sometimes do",
    "all": "More muscles that may be felt in one or another",
    "some": "Muscles that may be felt in one or another",
}
LEADS = {
    "one": "The muscles that may be felt here, those that often are first, and what else it could be.",
    "all": "Muscles that may be felt in all of these places come first. It can be one muscle, several, or none.",
    "some": "No muscle on our charts is felt in all of these places. More than one thing may be at work: worth saying "
    "so when you see a doctor or a therapist.",
}


@dataclass(frozen=True)
class Match:
    """A muscle with the chosen places where it may be felt. `side`: the side of the body, if one was chosen."""

    muscle: Muscle
    felt: Mapping[Chosen, str]
    side: Side | None

    @property
    def often(self) -> int:
        return sum(state == "often" for state in self.felt.values())


def matches(data: PainMapData, chosen: Sequence[Chosen]) -> list[Match]:
    """Return the muscles felt in any of the places: by number of places, then frequency, then index order."""
    found = [match for muscle in data.muscles if (match := match_of(muscle, chosen)).felt]
    return sorted(found, key=lambda match: (-len(match.felt), -match.often))


def match_of(muscle: Muscle, chosen: Sequence[Chosen]) -> Match:
    """Match a muscle, which is on one side of the body, as are its patterns."""
    on_sides = []
    for side in SIDES:
        felt = {place: muscle.felt[place.slug] for place in chosen if place.slug in muscle.felt}
        felt = {place: state for place, state in felt.items() if place.side in (None, side)}
        on_sides.append(Match(muscle, felt, side if any(place.side for place in felt) else None))
    return max(on_sides, key=lambda match: (len(match.felt), match.often))


# What the result shows ---------------------------------------------------------------------------


@dataclass(frozen=True)
class MuscleResult:
    """A muscle in the result: in which of the chosen places it is felt, and on which side it is drawn."""

    muscle: Muscle
    often: tuple[str, ...]
    sometimes: tuple[str, ...]
    side: Side | None


@dataclass(frozen=True)
class ResultSection:
    """Muscles under one heading: the first ones in detail, the others as a short list."""

    heading: str
    detailed: tuple[MuscleResult, ...]
    listed: tuple[Card, ...]


@dataclass(frozen=True)
class FinderResult:
    """Everything on a result page."""

    title: str
    lead: str
    sections: tuple[ResultSection, ...]
    left_out: int
    red_flags: ShortFlags | None
    other_causes: tuple[str, ...]
    controls: Controls


def result_for(data: PainMapData, chosen: Sequence[Chosen], *, has_figure: bool = True) -> FinderResult:
    """Return the result for a choice in canonical order."""
    found = matches(data, chosen)
    most = len(found[0].felt) if found else 0
    fits_all = most == len(chosen)
    case = "one" if len(chosen) == 1 else "all" if fits_all else "some"
    if case == "one":
        best = [match for match in found if match.often]
    else:  # if no muscle fits all places, those that fit several; a single common place isn't a pattern
        best = [match for match in found if len(match.felt) == most] if fits_all or most > 1 else []
    rest = [match for match in found if match not in best]
    # For several places, only the best fit is shown in detail; for a single one, every muscle, while there is room.
    rest_detailed = max(MOST_DETAILED - len(best), 0) if case == "one" else 0
    over = best[MOST_DETAILED:]
    regions = [data.regions[place.slug] for place in shown_order(data, chosen)]
    return FinderResult(
        title=title_of(data, chosen),
        lead=LEADS[case],
        sections=(
            finder_section(data, HEADINGS[case], best[:MOST_DETAILED], over[:MOST_LISTED], case == "one"),
            finder_section(
                data,
                REST_HEADINGS[case],
                rest[:rest_detailed],
                rest[rest_detailed:][: MOST_LISTED - len(over)],
                case == "one",
            ),
        ),
        left_out=max(len(over) + len(rest[rest_detailed:]) - MOST_LISTED, 0),
        red_flags=short_flags([region.red_flags for region in regions], data.wording),
        other_causes=unique(cause for region in regions for cause in region.other_causes),
        controls=controls_for(data, chosen, list(points_of(best[:MOST_DETAILED])) if has_figure else None),
    )


def finder_section(
    data: PainMapData, heading: str, detailed: Sequence[Match], listed: Sequence[Match], is_only_place: bool
) -> ResultSection:
    return ResultSection(
        heading,
        tuple(muscle_result(data, match, is_only_place=is_only_place) for match in detailed),
        tuple(short_card(data, match) for match in listed),
    )


def points_of(found: Iterable[Match]) -> Iterator[Point]:
    """Yield the muscles' points, each on the chosen side, or on both if none was chosen."""
    for match in found:
        for side in (match.side,) if match.side else SIDES:
            yield from (point._replace(side=side) for point in match.muscle.points)


def title_of(data: PainMapData, chosen: Sequence[Chosen]) -> str:
    """Return the places as a heading: `Low back and outer hip (left)`."""
    names = [spoken(place, data.regions[place.slug].title) for place in shown_order(data, chosen)]
    names = names[:1] + [within_sentence(name) for name in names[1:]]
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1]) if part)


def unique(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the distinct texts, ignoring case."""
    seen: dict[str, str] = {}
    for text in texts:
        seen.setdefault(text.casefold(), text)
    return tuple(seen.values())


def muscle_result(data: PainMapData, match: Match, *, is_only_place: bool = False) -> MuscleResult:
    """Return a muscle's result: the places by name and, for a single place, where in it."""

    def name(place: Chosen) -> str:
        note = match.muscle.notes.get(place.slug, "")
        if is_only_place:
            return within_sentence(note) or "here"
        return spoken(place, data.regions[place.slug].title)

    said = {
        state: tuple(name(place) for place in shown_order(data, list(match.felt)) if match.felt[place] == state)
        for state in ("often", "sometimes")
    }
    return MuscleResult(match.muscle, said["often"], said["sometimes"], match.side)


def short_card(data: PainMapData, match: Match) -> Card:
    """Return a muscle's card for the short list, with its places on one line."""
    found = muscle_result(data, match)
    said = (("Often", found.often), ("Sometimes", found.sometimes))
    parts = [f"{how_often}: {', '.join(places)}." for how_often, places in said if places]
    return Card(found.muscle.title, found.muscle.url, detail=" ".join(parts), picture=found.muscle.picture)


def named_places(data: PainMapData, keys: Iterable[str]) -> list[tuple[str, str]]:
    """Return (key, title) of the places that keys such as `outer-hip:left` name; unknown keys are ignored."""
    places = {place for key in keys if (place := read_key(key, data.sided))}
    shown = shown_order(data, in_order(places))[:MOST]
    return [(place.key, spoken(place, data.regions[place.slug].title)) for place in shown]
