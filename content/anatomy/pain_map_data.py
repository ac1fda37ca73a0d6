"""What the finder knows: regions, muscles and patterns as plain data, read once per content version."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from wagtail.models import PageManager
from wagtail.query import PageQuerySet

from content.anatomy.figure import Point, load_figure
from content.anatomy.figures import STATES, point_of
from content.caching.routing import anything_restricted
from content.caching.version import per_version
from content.models.map_wording import Said

if TYPE_CHECKING:
    from content.models.pain_map import MusclePage, PainMapPage, RegionPage

LEVELS = ["emergency", "urgent", "soon"]
SHORT = 3  # of what people notice and what overloads a muscle; its own page says all
BLOCKS = {"li", "p", "ul", "ol", "br"}


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
    felt: Mapping[str, str]  # region's slug → often or sometimes
    notes: Mapping[str, str]  # region's slug → where in it, and whether a study described it
    signs: str
    overload: str
    session_note: str
    evidence: str
    other_causes: str


@dataclass(frozen=True)
class Atlas:
    """Regions in the order of the list beside the figure; muscles in the order of their index."""

    regions: Mapping[str, Region]
    muscles: tuple[Muscle, ...]

    @property
    def sided(self) -> dict[str, bool]:
        return {slug: region.sided for slug, region in self.regions.items()}

    @property
    def labels(self) -> dict[str, str]:
        return {slug: region.title for slug, region in self.regions.items()}


def map_of(region: "RegionPage") -> "PainMapPage | None":
    """The live pain map that a region belongs to; for one that is not saved yet, the first."""
    from content.models.pain_map import PainMapPage

    maps = PainMapPage.objects.live()
    return (maps.ancestor_of(region) if region.pk else maps.order_by("path")).first()


def current_atlas() -> Atlas | None:
    """The atlas of the site's pain map; none while it has no live one."""
    from content.models.pain_map import PainMapPage

    pain_map = per_version("pain-map", lambda: (PainMapPage.objects.live().order_by("path").first(),))[0]
    return atlas_for(pain_map) if pain_map else None


def atlas_for(pain_map: "PainMapPage") -> Atlas:
    """The atlas of a pain map's regions; kept until any content changes."""
    return per_version(f"atlas-{pain_map.pk}", lambda: build_atlas(pain_map))


def atlas_with(pain_map: "PainMapPage", region: "RegionPage") -> Atlas:
    """The atlas with a region as it is given: a draft that differs from what visitors see makes an atlas of its own."""
    atlas = atlas_for(pain_map)
    return atlas if atlas.regions.get(region.slug) == region_of(region) else build_atlas(pain_map, region)


def build_atlas(pain_map: "PainMapPage", draft: "RegionPage | None" = None) -> Atlas:
    """Read everything at once: the same five queries for ten muscles or a thousand. `draft` takes its page's place."""
    from content.models.pain_map import MusclePage, RegionPage

    regions = list(shown(RegionPage.objects.child_of(pain_map)).prefetch_related("red_flags"))
    if draft:
        regions = [page for page in regions if page.pk != draft.pk] + [draft]
    slugs = {page.pk: page.slug for page in regions}
    muscles = shown(MusclePage.objects).prefetch_related("referrals__source")
    return Atlas(
        {page.slug: region_of(page) for page in regions},
        tuple(muscle_of(page, slugs) for page in muscles),
    )


def shown(pages: PageManager | PageQuerySet) -> PageQuerySet:
    """Those that everybody may read, in the order of the tree."""
    live = pages.live().order_by("path")
    return live.public() if anything_restricted() else live


def region_of(page: "RegionPage") -> Region:
    return Region(
        slug=page.slug,
        title=page.title,
        url=page.url or "",
        sided=load_figure().is_sided(page.slug),
        red_flags=flags_of(page),
        other_causes=lines_of(page.other_causes),
    )


def muscle_of(page: "MusclePage", slugs: Mapping[int, str]) -> Muscle:
    patterns = {slugs[one.region_id]: one for one in page.referrals.all() if one.region_id in slugs}
    return Muscle(
        slug=page.slug,
        title=page.title,
        latin_name=page.latin_name,
        url=page.url or "",
        points=tuple(point_of(page)),
        felt={slug: STATES[pattern.strength] for slug, pattern in patterns.items()},
        notes={slug: pattern.remark for slug, pattern in patterns.items() if pattern.remark},
        signs=sentence(lines_of(page.signs)[:SHORT]),
        overload=sentence(lines_of(page.overload)[:SHORT]),
        session_note=" ".join(lines_of(page.session_note)),
        evidence=page.evidence,
        other_causes=sentence(lines_of(page.other_causes)[:SHORT]),
    )


def flags_of(page: "RegionPage") -> tuple[RedFlag, ...]:
    return tuple(RedFlag(flag.level, flag.heading, tuple(flag.sign_list())) for flag in page.red_flags.all())


def flag_cards(flags: Iterable[RedFlag], said: Mapping[str, Said]) -> list[FlagCard]:
    """Emergencies first; one card a level, one group a heading, and each sign once, where it is most urgent."""
    cards: dict[str, dict[str, list[str]]] = {}
    known: set[str] = set()
    for flag in sorted(flags, key=lambda flag: (LEVELS.index(flag.level), bool(flag.heading))):
        for sign in flag.signs:
            if sign.casefold() not in known:
                known.add(sign.casefold())
                cards.setdefault(flag.level, {}).setdefault(flag.heading, []).append(sign)
    return [
        FlagCard(level, *said[level], tuple((heading, tuple(signs)) for heading, signs in groups.items()))
        for level, groups in cards.items()
    ]


class Lines(HTMLParser):
    """The text of paragraphs and list items, one a line."""

    def __init__(self) -> None:
        super().__init__()
        self.lines = [""]

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in BLOCKS:
            self.lines.append("")

    def handle_endtag(self, tag: str) -> None:
        if tag in BLOCKS:
            self.lines.append("")

    def handle_data(self, data: str) -> None:
        self.lines[-1] += data


def lines_of(rich_text: str) -> tuple[str, ...]:
    """The paragraphs and list items of a rich text, without links and markup."""
    parser = Lines()
    parser.feed(rich_text)
    parser.close()
    return tuple(line for line in (" ".join(text.split()) for text in parser.lines) if line)


def sentence(lines: Iterable[str]) -> str:
    """Lines of a list as one sentence."""
    parts = [line.rstrip(" .") for line in lines]
    parts = parts[:1] + [within_sentence(part) for part in parts[1:]]
    return "; ".join(parts) + "." if parts else ""


def within_sentence(text: str) -> str:
    """The text with a small letter first, unless its first word is all capitals."""
    return text if len(word := text.split(" ")[0]) > 1 and word.isupper() else text[:1].lower() + text[1:]
