"""Wagtail's FTS5 table, asked with one join. Its own backend scores each match in a subquery: quadratic."""

from collections.abc import Iterable

from django.db import connection

from search.index import Hit, Scope, fetch, in_scope, title_boost
from search.query.parse import Phrase, Query

FTS = "wagtailsearch_indexentry_fts"
# Weights of the columns autocomplete (title and summary), body (summary and all other text), title.
RANK = f"bm25({FTS}, 3.0, 1.0, 8.0)"  # negative, the lower the better
JOIN = f"""
    FROM {FTS}
    JOIN wagtailsearch_indexentry e ON e.id = {FTS}.rowid
    JOIN wagtailcore_page p ON p.id = CAST(e.object_id AS INTEGER) AND p.content_type_id = e.content_type_id
    WHERE {FTS} MATCH %s AND """

IN_TITLE = f"e.id IN (SELECT rowid FROM {FTS} WHERE {FTS} MATCH %s)"  # noqa: S608 (asked once, not for each page)
TEXTS = """
    SELECT p.id, p.path, COALESCE(e.body, '') FROM wagtailcore_page p JOIN wagtailsearch_indexentry e
    ON e.object_id = CAST(p.id AS TEXT) AND e.content_type_id = p.content_type_id WHERE p.id IN ({pages})
"""


class SQLiteBackend:
    """See `search.index.Backend`."""

    def counts(self, queries: list[tuple[Query, Scope]]) -> list[dict[int, int]]:
        found: list[dict[int, int]] = [{} for _ in queries]
        parts: list[str] = []
        values: list[object] = []
        for number, (query, scope) in enumerate(queries):
            if query.terms:
                condition, params = in_scope(scope)
                parts.append(f"SELECT %s, e.content_type_id, COUNT(*) {JOIN} {condition} GROUP BY e.content_type_id")
                values += [number, expression(query), *params]
        for number, content_type, count in fetch(" UNION ALL ".join(parts), values) if parts else ():
            found[number][content_type] = count
        return found

    def best(self, query: Query, scope: Scope, start: int, length: int) -> list[Hit]:
        if not query.terms:
            return []
        condition, params = in_scope(scope)
        # The text is read for the chosen few only: sorting would carry it along.
        boost, boosted = title_boost(query, IN_TITLE, in_title)
        ranked = (
            f"SELECT p.id, p.path, e.id AS entry, {RANK} * {boost} AS score {JOIN} {condition} ORDER BY score, p.id"
        )
        sql = f"""
            SELECT best.id, best.path, COALESCE(entry.body, '') FROM ({ranked} LIMIT %s OFFSET %s) best
            JOIN wagtailsearch_indexentry entry ON entry.id = best.entry ORDER BY best.score, best.id
        """  # noqa: S608 (our own words only; what was typed is a parameter)
        return [Hit(*row) for row in fetch(sql, [*boosted, expression(query), *params, length, start])]

    def texts(self, pages: list[int]) -> list[Hit]:
        return [Hit(*row) for row in fetch(TEXTS.format(pages=", ".join(map(str, pages)) or "NULL"), [])]

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
        values = [value for word in words for value in (word, quoted(Phrase(tuple(word.split()))), *params)]
        return {row[0] for row in fetch(" UNION ALL ".join([one] * len(words)), values)}


def expression(query: Query) -> str:
    """The query in FTS5's language. Every word is quoted, so that no word is an operator."""
    terms = (" AND " if query.match_all else " OR ").join(alternatives(term.phrases) for term in query.terms)
    return f"({terms}) OR {in_title(query.subject.phrases)}" if query.subject else terms


def alternatives(phrases: Iterable[Phrase]) -> str:
    return "(" + " OR ".join(quoted(phrase) for phrase in phrases) + ")"


def in_title(phrases: Iterable[Phrase]) -> str:
    """One of the phrases in FTS5's language, in titles only."""
    return f"title : {alternatives(phrases)}"


def quoted(phrase: Phrase) -> str:
    text = " ".join(phrase.words).replace('"', '""')
    return f'"{text}"*' if phrase.prefix else f'"{text}"'


backend = SQLiteBackend()
