"""Suggestions on the 404 page."""

from dataclasses import dataclass

from django.http import HttpRequest

from content.seo.suggest import LONGEST_PATH, MOST_WORDS, slug_words, suggestions
from content.text.directory import CONDITIONS_SHOWN, AllConditions, Entry, all_conditions, of_type


@dataclass(frozen=True)
class NotFoundHelp:
    """Pages with similar URLs, the path as search words, and the first conditions."""

    suggestions: list[Entry]
    words: str
    conditions: list[Entry]
    all_conditions: AllConditions | None


def help_for(request: HttpRequest) -> NotFoundHelp:
    """Return suggestions for the request's path."""
    conditions = of_type("conditionpage")[:CONDITIONS_SHOWN]
    return NotFoundHelp(
        suggestions=suggestions(request.path),
        words=" ".join(slug_words(request.path[-LONGEST_PATH:])[-MOST_WORDS:]),
        conditions=conditions,
        all_conditions=all_conditions(len(conditions)),
    )
