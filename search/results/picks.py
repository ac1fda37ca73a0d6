"""Results that staff put first for some words: Wagtail's promoted search results."""

from dataclasses import dataclass

from wagtail.contrib.search_promotions.models import SearchPromotion

from content.caching.version import per_version
from search.index import Scope
from search.query.words import COMPLAINTS, STOP_WORDS, variants, words_in

Words = tuple[str, ...]


@dataclass(frozen=True)
class Pick:
    """A page, or an address elsewhere, that staff put first."""

    page_id: int | None
    url: str
    title: str
    description: str
    path: str = ""  # of the page, if it is live

    def shows(self, scope: Scope) -> bool:
        """Whether there is something to show."""
        return bool(self.path and scope.holds(self.path)) if self.page_id else bool(self.url)


def picks_for(text: str, scope: Scope) -> list[Pick]:
    """The picks for these words, in the order chosen. No query while no content changes.

    "Are you open on Saturday" gets the picks for "open" and for "Saturday", as these are all its words that tell
    something; "neck pain from the phone" gets none for "phone".
    """
    known = per_version("search-picks", all_picks)
    typed = tuple(words_in(text))
    found = known.get(typed) or _together(_telling(typed), known)
    return list({(pick.page_id or pick.url): pick for pick in reversed(found) if pick.shows(scope)}.values())[::-1]


def all_picks() -> dict[Words, list[Pick]]:
    """Folded words → picks; also without the words that tell nothing, where others are left."""
    chosen: dict[Words, list[Pick]] = {}
    for promotion in SearchPromotion.objects.select_related("query", "page").order_by("sort_order", "pk"):
        pick = Pick(
            page_id=promotion.page_id,
            url=promotion.external_link_url,
            title=promotion.external_link_text or promotion.external_link_url,
            description=promotion.description,
            path=promotion.page.path if promotion.page and promotion.page.live else "",
        )
        chosen.setdefault(tuple(words_in(promotion.query.query_string)), []).append(pick)
    reduced = {_telling(words): picks for words, picks in chosen.items()}
    # "Does it hurt?" is another question than "hurt".
    return {words: picks for words, picks in reduced.items() if not COMPLAINTS.issuperset(words)} | chosen


def _telling(words: Words) -> Words:
    return tuple(word for word in words if word not in STOP_WORDS) or words


def _together(words: Words, known: dict[Words, list[Pick]]) -> list[Pick]:
    """The picks for parts of the words, the longest first; none if a word is in no part."""
    found: list[Pick] = []
    place = 0
    longest = max(map(len, known), default=0)
    while place < len(words):
        for end in range(min(len(words), place + longest), place, -1):
            forms = ((*words[place : end - 1], last) for last in variants(words[end - 1]))
            if picks := next((known[form] for form in forms if form in known), []):
                found += picks
                place = end
                break
        else:
            return []
    return found
