"""Suggestions on the 404 page."""

from dataclasses import dataclass, field

from django.http import HttpRequest

from content.seo.suggest import LONGEST_PATH, MOST_WORDS, slug_words, suggestions
from content.text.directory import CONDITIONS_SHOWN, AllConditions, Entry, all_conditions, of_type


@dataclass(frozen=True)
class NotFoundHelp:
    """Pages with similar URLs, the path as search words, and the first conditions."""

    suggestions: list[Entry] = field(default_factory=list)
    words: str = ""
    conditions: list[Entry] = field(default_factory=list)
    all_conditions: AllConditions | None = None


def help_for(request: HttpRequest | None) -> NotFoundHelp:
    """Return suggestions for the request's path."""
    if request is None:
        return NotFoundHelp()
    conditions = of_type("conditionpage")[:CONDITIONS_SHOWN]
    return NotFoundHelp(
        suggestions=suggestions(request.path),
        words=" ".join(slug_words(request.path[-LONGEST_PATH:])[-MOST_WORDS:]),
        conditions=conditions,
        all_conditions=all_conditions(len(conditions)),
    )
