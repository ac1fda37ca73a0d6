"""A page as a link: what cards, breadcrumbs, bylines and lists show of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wagtail.models import Page


@dataclass(frozen=True)
class Card:
    """Title, address and summary of a page, cheap to keep; `detail` is the link's own remark, `figure` its drawing."""

    title: str
    url: str
    summary: str = ""
    kind: str = ""
    detail: str = ""
    slug: str = ""
    short_title: str = ""
    is_sample: bool = False
    figure: str = ""


def card(page: "Page", detail: str = "", figure: str = "") -> Card:
    """The card of a page; pages of the site's own types show their summary and kind."""
    return Card(
        title=page.title,
        url=page.url or "",
        summary=getattr(page, "summary", ""),
        kind=getattr(page, "kind_label", ""),
        detail=detail,
        slug=page.slug,
        short_title=getattr(page, "short_title", page.title),
        figure=figure,
        is_sample=getattr(page, "is_sample", False),
    )


def cards(pages: "Iterable[Page]") -> list[Card]:
    """The cards of several pages, in their order."""
    return [card(page) for page in pages]
