"""Wagtail's index entries in PostgreSQL: word vectors with a GIN index, ranked by ts_rank."""

from collections.abc import Iterable

from search.backends import Hit, Scope, fetch, in_scope, title_boost
from search.query import Match, Phrase

CONFIG = "simple"  # as in search.backends.wagtail_postgresql
# Weights of the labels D, C, B, A. Wagtail labels fields by their boost: title and summary are B, the rest D.
WEIGHTS = "{0.1, 0.2, 1.0, 1.0}"
VECTOR = "(e.title || e.body)"  # the expression that Wagtail's migration made an index for
JOIN = f"""
    FROM wagtailsearch_indexentry e
    JOIN wagtailcore_page p ON p.id::text = e.object_id AND p.content_type_id = e.content_type_id
    CROSS JOIN to_tsquery('{CONFIG}', %s) asked
    WHERE {VECTOR} @@ asked AND """
RANK = f"(4 * ts_rank('{WEIGHTS}', e.title, asked) + ts_rank('{WEIGHTS}', e.body, asked))"
LEXEMES = f"SELECT {VECTOR} FROM wagtailsearch_indexentry e"  # noqa: S608


class PostgreSQLBackend:
    """See `search.backends.Backend`."""

    def counts(self, matches: list[Match], scope: Scope) -> list[dict[int, int]]:
        condition, params = in_scope(scope)
        found: list[dict[int, int]] = [{} for _ in matches]
        asked = [(number, match) for number, match in enumerate(matches) if match.groups]
        if not asked:
            return found
        one = f"SELECT %s::int, e.content_type_id, COUNT(*) {JOIN} {condition} GROUP BY e.content_type_id"
        values = [value for number, match in asked for value in (number, expression(match), *params)]
        for number, content_type, count in fetch(" UNION ALL ".join([one] * len(asked)), values):
            found[number][content_type] = count
        return found

    def best(self, match: Match, scope: Scope, start: int, length: int) -> list[Hit]:
        if not match.groups:
            return []
        condition, params = in_scope(scope)
        boost, boosted = title_boost(match, "strpos")
        order = f"ORDER BY {RANK} * {boost} DESC, p.id LIMIT %s OFFSET %s"
        sql = f"SELECT p.id, p.path, e.body_text {JOIN} {condition} {order}"
        return [Hit(*row) for row in fetch(sql, [expression(match), *params, *boosted, length, start])]

    def words(self) -> Iterable[tuple[str, int]]:
        return fetch("SELECT word, ndoc FROM ts_stat(%s)", [LEXEMES])

    def visible_words(self, words: list[str], scope: Scope) -> set[str]:
        if not words:
            return set()
        condition, params = in_scope(scope)
        one = f"SELECT %s::text WHERE EXISTS (SELECT 1 {JOIN} {condition})"
        values = [value for word in words for value in (word, lexemes(Phrase((word,))), *params)]
        return {row[0] for row in fetch(" UNION ALL ".join([one] * len(words)), values)}


def expression(match: Match) -> str:
    """The match in the language of to_tsquery. Every word is quoted, so that no word is an operator."""
    groups = ["(" + " | ".join(lexemes(phrase) for phrase in group.phrases) + ")" for group in match.groups]
    return (" & " if match.every else " | ").join(groups)


def lexemes(phrase: Phrase) -> str:
    words = ["'" + word.replace("\\", "\\\\").replace("'", "''") + "'" for word in phrase.words]
    spelled = " <-> ".join(words)
    return f"{spelled}:*" if phrase.prefix else f"({spelled})"


backend = PostgreSQLBackend()
