"""What the finder knows of regions, muscles and referral patterns, as plain data."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from content.anatomy.figure import Point
from content.text.cards import Picture

LEVELS = ["emergency", "urgent", "soon"]


@dataclass(frozen=True)
class RedFlag:
    """Signs that belong to a doctor. `level`: emergency, urgent or soon."""

    level: str
    heading: str
    signs: tuple[str, ...]


@dataclass(frozen=True)
class FlagCard:
    """All signs of one level, in groups of (heading, signs); a group's heading may be empty."""

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
    """A muscle as the finder shows it: lists as sentences, `felt` in the words of the figure's states."""

    slug: str
    title: str
    latin_name: str
    url: str
    points: tuple[Point, ...]
    picture: Picture | None
    felt: Mapping[str, str]  # region's slug → often or sometimes
    notes: Mapping[str, str]  # region's slug → where in it, and whether a study described it
    signs: str
    overload: str
    session_note: str
    evidence: str
    other_causes: str


class LevelWording(NamedTuple):
    """What stands above and below the signs of one level."""

    heading: str
    advice: str


@dataclass(frozen=True)
class PainMapData:
    """Regions in the order of the list beside the figure; muscles in the order of their index."""

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
    """Emergencies first; one card a level, one group a heading, and each sign once, where it is most urgent."""
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
    """A few emergency signs to be seen at once, and all the others as cards."""

    heading: str
    advice: str
    first: tuple[str, ...]
    others: tuple[FlagCard, ...]


def short_flags(flags: Iterable[RedFlag], wording: Mapping[str, LevelWording], seen: int = 3) -> ShortFlags | None:
    """The first sign of each of the first `seen` groups of emergencies; none where there is no emergency."""
    cards = flag_cards(flags, wording)
    if not cards or cards[0].level != "emergency":
        return None
    first = tuple(signs[0] for _, signs in cards[0].groups[:seen])
    rest = [(heading, tuple(sign for sign in signs if sign not in first)) for heading, signs in cards[0].groups]
    emergencies = replace(cards[0], groups=tuple((heading, signs) for heading, signs in rest if signs))
    others = [emergencies] if emergencies.groups else []
    return ShortFlags(cards[0].heading, cards[0].advice, first, (*others, *cards[1:]))


def sentence(lines: Iterable[str]) -> str:
    """Lines of a list as one sentence."""
    parts = [line.rstrip(" .") for line in lines]
    parts = parts[:1] + [within_sentence(part) for part in parts[1:]]
    return "; ".join(parts) + "." if parts else ""


def within_sentence(text: str) -> str:
    """The text with a small letter first, unless its first word is all capitals."""
    return text if len(word := text.split(" ")[0]) > 1 and word.isupper() else text[:1].lower() + text[1:]
