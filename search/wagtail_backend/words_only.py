"""Only passes words from user input to a database's query language."""

from typing import Any

from modelsearch.query import MATCH_NONE, And, Not, Or, Phrase, PlainText, SearchQuery

from search.query.words import words_in

MOST_WORDS = 32  # more make an expression deeper than the databases take


class WordsOnly:
    """A mixin for query compilers that only passes words to the database's query language."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = words_only(self.query) or MATCH_NONE

    # The queryset already filters and sorts. Wagtail would look up each column and fail if it isn't one of the model's
    # filter fields, such as an image's tags or usage count.

    def _get_filters_from_queryset(self, check_only: bool = False) -> None:
        """There is no filter to translate."""

    def _get_order_by(self) -> tuple[()]:
        """There is no ordering to translate."""
        return ()


def words_only(query: SearchQuery) -> SearchQuery | None:
    """Return the query reduced to words; None if there are none."""
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
    """Return at most MOST_WORDS folded words, separated by spaces."""
    return " ".join(words_in(text)[:MOST_WORDS])
