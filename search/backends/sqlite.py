"""Wagtail's FTS5 table, asked with one join. Its own backend scores each match in a subquery: quadratic."""

from collections.abc import Iterable

from django.db import connection

from search.backends import Hit, Scope, fetch, in_scope, title_boost
from search.query import Match, Phrase

FTS = "wagtailsearch_indexentry_fts"
# Weights of the columns autocomplete (title and summary), body (summary and all other text), title.
RANK = f"bm25({FTS}, 3.0, 1.0, 8.0)"  # negative, the lower the better
JOIN = f"""
    FROM {FTS}
    JOIN wagtailsearch_indexentry e ON e.id = {FTS}.rowid
    JOIN wagtailcore_page p ON p.id = CAST(e.object_id AS INTEGER) AND p.content_type_id = e.content_type_id
    WHERE {FTS} MATCH %s AND """


class SQLiteBackend:
    """See `search.backends.Backend`."""

    def counts(self, matches: list[Match], scope: Scope) -> list[dict[int, int]]:
        condition, params = in_scope(scope)
        found: list[dict[int, int]] = [{} for _ in matches]
        asked = [(number, match) for number, match in enumerate(matches) if match.groups]
        if not asked:
            return found
        one = f"SELECT %s, e.content_type_id, COUNT(*) {JOIN} {condition} GROUP BY e.content_type_id"
        values = [value for number, match in asked for value in (number, expression(match), *params)]
        for number, content_type, count in fetch(" UNION ALL ".join([one] * len(asked)), values):
            found[number][content_type] = count
        return found

    def best(self, match: Match, scope: Scope, start: int, length: int) -> list[Hit]:
        if not match.groups:
            return []
        condition, params = in_scope(scope)
        # The text is read for the chosen few only: sorting would carry it along.
        boost, boosted = title_boost(match, "instr")
        ranked = (
            f"SELECT p.id, p.path, e.id AS entry, {RANK} * {boost} AS score {JOIN} {condition} ORDER BY score, p.id"
        )
        sql = f"""
            SELECT best.id, best.path, COALESCE(entry.body, '') FROM ({ranked} LIMIT %s OFFSET %s) best
            JOIN wagtailsearch_indexentry entry ON entry.id = best.entry ORDER BY best.score, best.id
        """  # noqa: S608 (our own words only; what was typed is a parameter)
        return [Hit(*row) for row in fetch(sql, [*boosted, expression(match), *params, length, start])]

    def words(self) -> Iterable[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', '{FTS}', 'row')"
            )
            cursor.execute("SELECT term, doc FROM temp.search_words")
            rows: list[tuple[str, int]] = cursor.fetchall()
        return rows

    def visible_words(self, words: list[str], scope: Scope) -> set[str]:
        if not words:
            return set()
        condition, params = in_scope(scope)
        one = f"SELECT %s WHERE EXISTS (SELECT 1 {JOIN} {condition})"
        values = [value for word in words for value in (word, quoted(Phrase((word,))), *params)]
        return {row[0] for row in fetch(" UNION ALL ".join([one] * len(words)), values)}


def expression(match: Match) -> str:
    """The match in FTS5's language. Every word is quoted, so that no word is an operator."""
    groups = ["(" + " OR ".join(quoted(phrase) for phrase in group.phrases) + ")" for group in match.groups]
    return (" AND " if match.every else " OR ").join(groups)


def quoted(phrase: Phrase) -> str:
    text = " ".join(phrase.words).replace('"', '""')
    return f'"{text}"*' if phrase.prefix else f'"{text}"'


backend = SQLiteBackend()
