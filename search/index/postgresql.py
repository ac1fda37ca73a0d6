"""Wagtail's index entries in PostgreSQL: word vectors with a GIN index, ranked by ts_rank."""

from collections.abc import Iterable

from search.index import Hit, Scope, fetch, in_scope, title_boost
from search.query.parse import Phrase, Query

CONFIG = "simple"  # as in search.wagtail_backend.postgresql
# Weights of the labels D, C, B, A. Wagtail labels fields by their boost: title and summary are B, the rest D.
WEIGHTS = "{0.1, 0.2, 1.0, 1.0}"
VECTOR = "(e.title || e.body)"  # the expression that Wagtail's migration made an index for
JOIN = """
    FROM wagtailsearch_indexentry e
    JOIN wagtailcore_page p ON p.id::text = e.object_id AND p.content_type_id = e.content_type_id
    WHERE """
TSQUERY = f"to_tsquery('{CONFIG}', %s)"
IN_TITLE = f"e.title @@ {TSQUERY}"
RANK = f"(4 * ts_rank('{WEIGHTS}', e.title, {TSQUERY}) + ts_rank('{WEIGHTS}', e.body, {TSQUERY}))"
TEXTS = """
    SELECT p.id, p.path, e.body_text FROM wagtailcore_page p JOIN wagtailsearch_indexentry e
    ON e.object_id = p.id::text AND e.content_type_id = p.content_type_id WHERE p.id = ANY(%s)
"""
LEXEMES = f"SELECT {VECTOR} FROM wagtailsearch_indexentry e"  # noqa: S608


class PostgreSQLBackend:
    """See `search.index.Backend`."""

    def counts(self, queries: list[tuple[Query, Scope]]) -> list[dict[int, int]]:
        found: list[dict[int, int]] = [{} for _ in queries]
        parts: list[str] = []
        values: list[object] = []
        for number, (query, scope) in enumerate(queries):
            if query.terms:
                condition, params = matching(query, scope)
                parts.append(
                    f"SELECT %s::int, e.content_type_id, COUNT(*) {JOIN} {condition} GROUP BY e.content_type_id"
                )
                values += [number, *params]
        for number, content_type, count in fetch(" UNION ALL ".join(parts), values) if parts else ():
            found[number][content_type] = count
        return found

    def best(self, query: Query, scope: Scope, start: int, length: int) -> list[Hit]:
        if not query.terms:
            return []
        condition, params = matching(query, scope)
        boost, boosted = title_boost(query, IN_TITLE, alternatives)
        ranked = expression(query.match_any)  # a page with the subject in its title alone has a rank as well
        order = f"ORDER BY {RANK} * {boost} DESC, p.id LIMIT %s OFFSET %s"
        sql = f"SELECT p.id, p.path, e.body_text {JOIN} {condition} {order}"
        return [Hit(*row) for row in fetch(sql, [*params, ranked, ranked, *boosted, length, start])]

    def texts(self, pages: list[int]) -> list[Hit]:
        return [Hit(*row) for row in fetch(TEXTS, [pages])]

    def words(self) -> Iterable[tuple[str, int]]:
        return fetch("SELECT word, ndoc FROM ts_stat(%s)", [LEXEMES])

    def visible_words(self, words: list[str], scope: Scope) -> set[str]:
        if not words:
            return set()
        condition, params = in_scope(scope)
        one = f"SELECT %s::text WHERE EXISTS (SELECT 1 {JOIN} {VECTOR} @@ {TSQUERY} AND {condition})"
        values = [value for word in words for value in (word, lexemes(Phrase(tuple(word.split()))), *params)]
        return {row[0] for row in fetch(" UNION ALL ".join([one] * len(words)), values)}


def expression(query: Query) -> str:
    """The query in the language of to_tsquery. Every word is quoted, so that no word is an operator."""
    return (" & " if query.match_all else " | ").join(alternatives(term.phrases) for term in query.terms)


def alternatives(phrases: Iterable[Phrase]) -> str:
    return "(" + " | ".join(lexemes(phrase) for phrase in phrases) + ")"


def matching(query: Query, scope: Scope) -> tuple[str, list[object]]:
    """SQL condition for the query's pages in scope, and its parameters."""
    condition, params = in_scope(scope)
    holds = f"{VECTOR} @@ {TSQUERY}"
    if query.subject is None:
        return f"{holds} AND {condition}", [expression(query), *params]
    # Either way the subject is on the page: the database can look that up in its index.
    subject = alternatives(query.subject.phrases)
    return f"{holds} AND ({holds} OR {IN_TITLE}) AND {condition}", [subject, expression(query), subject, *params]


def lexemes(phrase: Phrase) -> str:
    words = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in phrase.words]
    spelled = " <-> ".join(words)
    return f"{spelled}:*" if phrase.prefix else f"({spelled})"


backend = PostgreSQLBackend()
