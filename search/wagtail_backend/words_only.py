"""Of what was typed, only words reach a database's query language."""

from typing import Any

from django.db.models import Func, Lookup, Subquery, Transform
from modelsearch.query import MATCH_NONE, And, Not, Or, Phrase, PlainText, SearchQuery

from search.query.words import words_in

MOST_WORDS = 32  # more make an expression deeper than the databases take


class WordsOnly:
    """For query compilers: of what was typed, only words reach the database's query language."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = words_only(self.query) or MATCH_NONE

    def _get_filters_from_where_node(self, where_node: Any, check_only: bool = False) -> Any:
        """Wagtail looks each filter's column up and fails where there is none, as for how often a picture is used."""
        if isinstance(where_node, Lookup) and is_computed(where_node.lhs):
            return None  # nothing to look up: the database filters by what the queryset says
        return super()._get_filters_from_where_node(where_node, check_only=check_only)  # type: ignore[misc]


def is_computed(side: Any) -> bool:
    return isinstance(side, Func | Subquery) and not isinstance(side, Transform)


def words_only(query: SearchQuery) -> SearchQuery | None:
    """The query without anything but words; None when no word is left."""
    if isinstance(query, PlainText):
        text = words_of(query.query_string)
        return PlainText(text, operator=query.operator, boost=query.boost) if text else None
    if isinstance(query, Phrase):
        text = words_of(query.query_string)
        return Phrase(text) if text else None
    if isinstance(query, (And, Or)):
        left = [inner for inner in map(words_only, query.subqueries) if inner]
        return type(query)(left) if left else None
    if isinstance(query, Not):
        inner = words_only(query.subquery)
        return Not(inner) if inner else None
    return query


def words_of(text: str) -> str:
    """At most 32 folded words, separated by spaces."""
    return " ".join(words_in(text)[:MOST_WORDS])
