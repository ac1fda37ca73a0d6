"""A page as a link, for cards, breadcrumbs, bylines, and lists."""

from dataclasses import dataclass
from typing import NamedTuple

from wagtail.models import Page


@dataclass(frozen=True)
class Card:
    """Title, URL, and summary of a page, cheap to cache; `detail` is the link's own remark."""

    title: str
    url: str
    summary: str = ""
    kind: str = ""
    detail: str = ""
    slug: str = ""
    short_title: str = ""
    is_sample: bool = False
    picture: "Picture | None" = None


class Key(NamedTuple):
    """What the key below a large drawing explains, and what of its subject the drawing leaves out."""

    has_rings: bool
    has_points: bool
    has_covers: bool = False
    left_out: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A page's drawing, by slug. `stamp` changes with the page."""

    kind: str  # muscles, regions, conditions; drawn large plates, places, aches; doing, which no page stands for
    slug: str
    title: str
    stamp: str
    words: str = ""  # what it shows, if title and view don't say it all
    key: Key | None = None


def stamp_of(page: Page) -> str:
    """Return a version of the page that changes with each publication."""
    return str(page.last_published_at)
