"""Only passes words from user input to a database's query language."""

from typing import Any

from modelsearch.query import MATCH_NONE, And, Phrase, PlainText, SearchQuery

from search.query.words import words_in

MOST_WORDS = 32  # more make an expression deeper than the databases take


class WordsOnly:
    """A mixin for query compilers that only passes words to the database's query language."""

    query: SearchQuery

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.query = words_only(self.query)

    def check(self) -> None:
        """Allow filtering and sorting by any column, such as an image's tags, since the database does both."""


def words_only(query: SearchQuery) -> SearchQuery:
    """Return the query, as Wagtail makes it from what staff type, reduced to words."""
    if isinstance(query, And):  # of text and “phrases”
        parts = [part for part in map(words_only, query.subqueries) if part is not MATCH_NONE]
        return And(parts) if parts else MATCH_NONE
    if not isinstance(query, (PlainText, Phrase)):  # everything
        return query
    words = " ".join(words_in(query.query_string)[:MOST_WORDS])
    if not words:
        return MATCH_NONE
    return Phrase(words) if isinstance(query, Phrase) else PlainText(words, operator=query.operator)
