"""A page as a link: what cards, breadcrumbs, bylines and lists show of it."""

from dataclasses import dataclass

from wagtail.models import Page


@dataclass(frozen=True)
class Card:
    """Title, address and summary of a page, cheap to keep; `detail` is the link's own remark."""

    title: str
    url: str
    summary: str = ""
    kind: str = ""
    detail: str = ""
    slug: str = ""
    short_title: str = ""
    is_sample: bool = False
    picture: "Picture | None" = None


@dataclass(frozen=True)
class Picture:
    """What a page is drawn as, by its slug. `stamp` changes with the page."""

    kind: str  # muscles, regions, conditions; drawn large plates, places, aches; doing, which no page stands for
    slug: str
    title: str
    stamp: str
    words: str = ""  # what it shows, where title and view don't say it all


def picture_of(page: Page) -> Picture | None:
    """The page's drawing; also for a page that was read without its own type's fields."""
    kind = getattr(page if hasattr(page, "drawn_as") else page.specific_class, "drawn_as", "")
    return Picture(kind, page.slug, page.title, stamp_of(page)) if kind else None


def stamp_of(page: Page) -> str:
    """A version of the page that changes with each publication."""
    return str(page.last_published_at)
