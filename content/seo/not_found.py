"""What the 404 page offers instead."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from content.caching.routing import readable
from content.caching.version import per_version
from content.models import ConditionPage
from content.seo.address import current_site
from content.seo.suggest import LONGEST_PATH, MOST_WORDS, Suggestion, suggestions, words_of
from content.text.cards import Card, cards


@dataclass(frozen=True)
class NotFoundHelp:
    """Pages with a similar address, the address as words to search for, and what people come with."""

    suggestions: list[Suggestion] = field(default_factory=list)
    words: str = ""
    conditions: list[Card] = field(default_factory=list)


def help_for(request: HttpRequest | None) -> NotFoundHelp:
    """For the request's address; empty where there is no site."""
    site = current_site(request) if request is not None else None
    if request is None or site is None:
        return NotFoundHelp()

    def all_conditions() -> list[Card]:
        return cards(readable(ConditionPage.objects.descendant_of(site.root_page)).order_by("path"))

    return NotFoundHelp(
        suggestions=suggestions(request.path, site),
        words=" ".join(words_of(request.path[-LONGEST_PATH:])[-MOST_WORDS:]),
        conditions=per_version(f"conditions-{site.pk}", all_conditions),
    )
