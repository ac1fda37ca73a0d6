"""Of what was typed, only words reach a database's query language."""

from typing import Any

from modelsearch.query import MATCH_NONE, And, Not, Or, Phrase, PlainText, SearchQuery

from search.query.words import words_in

MOST_WORDS = 32  # more make an expression deeper than the databases take


class WordsOnly:
    """For query compilers: of what was typed, only words reach the database's query language."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = words_only(self.query) or MATCH_NONE

    # The database filters and sorts by what the queryset says. Wagtail would look each column up and fail where it is
    # none of the model's filter fields, as a picture's tags are not, or how often it is used.

    def _get_filters_from_queryset(self, check_only: bool = False) -> None:
        """No filter to translate."""

    def _get_order_by(self) -> tuple[()]:
        """No order to translate."""
        return ()


def words_only(query: SearchQuery) -> SearchQuery | None:
    """The query without anything but words; None when no word is left."""
    if isinstance(query, PlainText):
        text = folded_words(query.query_string)
        return PlainText(text, operator=query.operator, boost=query.boost) if text else None
    if isinstance(query, Phrase):
        text = folded_words(query.query_string)
        return Phrase(text) if text else None
    if isinstance(query, (And, Or)):
        left = [inner for inner in map(words_only, query.subqueries) if inner]
        return type(query)(left) if left else None
    if isinstance(query, Not):
        inner = words_only(query.subquery)
        return Not(inner) if inner else None
    return query


def folded_words(text: str) -> str:
    """At most 32 folded words, separated by spaces."""
    return " ".join(words_in(text)[:MOST_WORDS])
