"""A page as a link: what cards, breadcrumbs, bylines and lists show of it."""

from collections.abc import Iterable
from dataclasses import dataclass

from wagtail.models import Page

from content.caching.routing import readable
from content.caching.version import per_version


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
    """Changes with each publication."""
    return str(page.last_published_at)


def plate_of(page: Page) -> Picture | None:
    """A muscle's large drawing, its parts named."""
    picture: Picture | None = page.picture("plates") if hasattr(page, "picture") else None
    return picture


def card(page: Page, detail: str = "") -> Card:
    """The card of a page; pages of the site's own types show their summary and kind."""
    return Card(
        title=page.title,
        url=page.url or "",
        summary=getattr(page, "summary", ""),
        kind=getattr(page, "kind_label", ""),
        detail=detail,
        slug=page.slug,
        short_title=getattr(page, "short_title", page.title),
        picture=picture_of(page),
        is_sample=getattr(page, "is_sample", False),
    )


def cards(pages: Iterable[Page]) -> list[Card]:
    """The cards of several pages, in their order."""
    return [card(page) for page in pages]


# Pages that somebody chose -----------------------------------------------------------------------------


def visible(pages: Iterable[Page | None]) -> list[Page]:
    """Those of the pages that every visitor may read, as their own types, in a handful of queries however many."""
    chosen = [page.pk for page in pages if page]
    found = {page.pk: page for page in readable(Page.objects).filter(pk__in=chosen).specific()} if chosen else {}
    return [found[pk] for pk in chosen if pk in found]


def visible_cards(pages: Iterable[Page | None]) -> list[Card]:
    """Their cards, kept until content changes."""
    chosen = [page for page in pages if page]
    name = "-".join(str(page.pk) for page in chosen)
    return per_version(f"visible-cards-{name}", lambda: cards(visible(chosen))) if chosen else []


def named(person: Page | None) -> Card | None:
    """A person's card, unless they are a sample or visitors can't read their page: then nobody is named."""
    return next((card(found) for found in visible([person]) if not found.is_sample), None)
