"""Wagtail's index entries in PostgreSQL: word vectors with a GIN index, ranked by ts_rank."""

from collections.abc import Iterable

from search.index import Hit, Scope, SearchIndex, fetch, in_scope, title_boost
from search.query.parse import Phrase, Query

CONFIG = "simple"  # as in search.wagtail_backend.postgresql
# Weights of the labels D, C, B, and A. Wagtail labels fields by boost: title and summary are B, the rest D.
WEIGHTS = "{0.1, 0.2, 1.0, 1.0}"
VECTOR = "(e.title || e.body)"  # the expression that Wagtail's migration indexes
JOIN = """
    FROM wagtailsearch_indexentry e
    JOIN wagtailcore_page p ON p.id::text = e.object_id AND p.content_type_id = e.content_type_id
    WHERE """
TSQUERY = f"to_tsquery('{CONFIG}', %s)"
IN_TITLE = f"e.title @@ {TSQUERY}"
PER_WORD = 8  # divide by the number of different words, so that a text about something comes before a long mention
RANK = f"(4 * ts_rank('{WEIGHTS}', e.title, {TSQUERY}) + ts_rank('{WEIGHTS}', e.body, {TSQUERY}, {PER_WORD}))"
TEXTS = """
    SELECT p.id, e.body_text FROM wagtailcore_page p JOIN wagtailsearch_indexentry e
    ON e.object_id = p.id::text AND e.content_type_id = p.content_type_id WHERE p.id = ANY(%s)
"""
LEXEMES = f"SELECT {VECTOR} FROM wagtailsearch_indexentry e"  # noqa: S608


class PostgreSQLIndex(SearchIndex):
    """Expressions are those of to_tsquery."""

    join = JOIN
    holds = f"{VECTOR} @@ {TSQUERY}"
    both, either = " & ", " | "

    def spelled(self, phrase: Phrase) -> str:
        words = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in phrase.words]
        spelled = " <-> ".join(words)
        return f"{spelled}:*" if phrase.prefix else f"({spelled})"

    def matching(self, query: Query, scope: Scope) -> tuple[str, list[object]]:
        condition, params = in_scope(scope)
        if query.subject is None:
            return f"{self.holds} AND {condition}", [self.expression(query), *params]
        # In either case, the subject is on the page, which the database can look up in its index.
        subject = self.any_of(query.subject.phrases)
        either = f"({self.holds} OR {IN_TITLE})"
        return f"{self.holds} AND {either} AND {condition}", [subject, self.expression(query), subject, *params]

    def ranked(self, query: Query, scope: Scope) -> tuple[str, list[object]]:
        condition, params = self.matching(query, scope)
        boost, boosted = title_boost(query, IN_TITLE, self.any_of)
        held = self.expression(query.match_any)  # a page with the subject only in its title has a rank too
        order = f"ORDER BY {RANK} * {boost} DESC, p.id LIMIT %s OFFSET %s"
        return f"SELECT p.id, e.body_text {JOIN} {condition} {order}", [*params, held, held, *boosted]

    def texts(self, pages: list[int]) -> list[Hit]:
        return [Hit(*row) for row in fetch(TEXTS, [pages])]

    def words(self) -> Iterable[tuple[str, int]]:
        return fetch("SELECT word, ndoc FROM ts_stat(%s)", [LEXEMES])


index = PostgreSQLIndex()
