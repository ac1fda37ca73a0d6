"""Results that staff put first for some words: Wagtail's promoted search results."""

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion

from content.version import per_version
from search.words import words_in


@dataclass(frozen=True)
class Pick:
    """A page, or an address elsewhere, that staff put first."""

    page_id: int | None
    url: str
    title: str
    description: str


def picks_for(text: str) -> list[Pick]:
    """The picks for these words, in the order chosen. No query while no content changes."""
    return per_version("search-picks", all_picks).get(_key(text), [])


def all_picks() -> dict[str, list[Pick]]:
    """Folded words → picks."""
    found: dict[str, list[Pick]] = {}
    for promotion in SearchPromotion.objects.select_related("query").order_by("sort_order", "pk"):
        pick = Pick(
            page_id=promotion.page_id,
            url=promotion.external_link_url,
            title=promotion.external_link_text or promotion.external_link_url,
            description=promotion.description,
        )
        found.setdefault(_key(promotion.query.query_string), []).append(pick)
    return found


def _key(text: str) -> str:
    return " ".join(words_in(text))
