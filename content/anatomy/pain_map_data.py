"""The finder's regions, muscles, and referral patterns, as plain data."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import NamedTuple

from content.anatomy.figure import Point
from content.text.cards import Picture

LEVELS = ["emergency", "urgent", "soon"]
# Words of signs that are never folded away.
VITAL = re.compile(
    r"\b(?:(?P<heart>chest pain|pressure|heart)|(?P<breathing>breath|chok)|(?P<stroke>stroke|droop|slur|speech|speak))",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class RedFlag:
    """Signs that need a doctor. `level`: emergency, urgent, or soon."""

    level: str
    heading: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class FlagCard:
    """All signs of one level, in groups of (heading, signs); a heading may be empty."""

    level: str
    heading: str
    advice: str
    groups: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Region:
    """A region as the finder shows it."""

    slug: str
    title: str
    url: str
    sided: bool
    red_flags: tuple[RedFlag, ...] = ()
    other_causes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Muscle:
    """A muscle as the finder shows it; `felt` has the figure's states."""

    slug: str
    title: str
    latin_name: str
    url: str
    points: tuple[Point, ...]
    picture: Picture | None
    felt: Mapping[str, str]  # region slug → often or sometimes
    notes: Mapping[str, str]  # region slug → where in it, and whether a study described it
    sign: str  # what people notice first


class LevelWording(NamedTuple):
    """The text above and below the signs of one level."""

    heading: str
    advice: str


@dataclass(frozen=True)
class PainMapData:
    """The map's data: regions in the order of the list beside the figure, muscles in the order of their index."""

    regions: Mapping[str, Region]
    muscles: tuple[Muscle, ...]
    url: str = ""  # of the map
    wording: Mapping[str, LevelWording] = field(default_factory=dict)  # by level

    @property
    def sided(self) -> dict[str, bool]:
        return {slug: region.sided for slug, region in self.regions.items()}

    @property
    def labels(self) -> dict[str, str]:
        return {slug: region.title for slug, region in self.regions.items()}


def flag_cards(flags: Iterable[RedFlag], wording: Mapping[str, LevelWording]) -> list[FlagCard]:
    """Return a card per level, emergencies first, with a group per heading and each sign at its most urgent level."""
    cards: dict[str, dict[str, list[str]]] = {}
    known: set[str] = set()
    for flag in sorted(flags, key=lambda flag: (LEVELS.index(flag.level), bool(flag.heading))):
        for sign in flag.signs:
            if sign.casefold() not in known:
                known.add(sign.casefold())
                cards.setdefault(flag.level, {}).setdefault(flag.heading, []).append(sign)
    return [
        FlagCard(level, *wording[level], tuple((heading, tuple(signs)) for heading, signs in groups.items()))
        for level, groups in cards.items()
    ]


@dataclass(frozen=True)
class ShortFlags:
    """A few signs of the most urgent level, shown first, and all the others as cards."""

    level: str
    heading: str
    advice: str
    first: tuple[str, ...]
    others: tuple[FlagCard, ...]


def short_flags(
    places: Iterable[Sequence[RedFlag]], wording: Mapping[str, LevelWording], least: int = 3
) -> ShortFlags | None:
    """Pick what is seen: the first sign of each place, and the first one about heart, breathing, and stroke.

    Places whose own first sign is one of these come first. Up to `least`, the next signs in order are seen as well.
    """
    urgent_first = [sorted(flags, key=lambda flag: LEVELS.index(flag.level)) for flags in places]
    urgent_first.sort(key=lambda flags: not any(VITAL.search(sign) for flag in flags[:1] for sign in flag.signs[:1]))
    cards = flag_cards(chain.from_iterable(urgent_first), wording)
    if not cards:
        return None
    most, *less = cards
    signs = [sign for _, group in most.groups for sign in group]
    vital = {found.lastgroup: sign for sign in reversed(signs) for found in VITAL.finditer(sign)}
    leading = {sign.casefold() for flags in urgent_first for flag in flags[:1] for sign in flag.signs[:1]}
    needed = [sign for sign in signs if sign.casefold() in leading or sign in vital.values()]
    picked = list(dict.fromkeys([*needed, *signs]))[: max(least, len(needed))]
    first = tuple(sign for sign in signs if sign in picked)
    groups = ((heading, tuple(sign for sign in group if sign not in first)) for heading, group in most.groups)
    rest = replace(most, groups=tuple((heading, group) for heading, group in groups if group))
    return ShortFlags(most.level, most.heading, most.advice, first, (*([rest] if rest.groups else []), *less))


def within_sentence(text: str) -> str:
    """Lowercase the text's first letter, unless its first word is all caps."""
    return text if len(word := text.split(" ")[0]) > 1 and word.isupper() else text[:1].lower() + text[1:]
