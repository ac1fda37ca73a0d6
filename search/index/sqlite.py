"""Queries on Wagtail's FTS5 table with one join. Its own backend scores each match in a subquery: quadratic."""

from collections.abc import Iterable

from django.db import connection

from search.index import Hit, Scope, SearchIndex, fetch, in_scope, title_boost
from search.query.parse import Phrase, Query

FTS = "wagtailsearch_indexentry_fts"
# Weights of the columns autocomplete (title and summary), body (summary and all other text), and title.
RANK = f"bm25({FTS}, 3.0, 1.0, 8.0)"  # negative: lower is better
JOIN = f"""
    FROM {FTS}
    JOIN wagtailsearch_indexentry e ON e.id = {FTS}.rowid
    JOIN wagtailcore_page p ON p.id = CAST(e.object_id AS INTEGER) AND p.content_type_id = e.content_type_id
    WHERE """
HOLDS = f"{FTS} MATCH %s"
IN_TITLE = f"e.id IN (SELECT rowid FROM {FTS} WHERE {HOLDS})"  # noqa: S608 (evaluated once, not per page)
TEXTS = """
    SELECT p.id, COALESCE(e.body, '') FROM wagtailcore_page p JOIN wagtailsearch_indexentry e
    ON e.object_id = CAST(p.id AS TEXT) AND e.content_type_id = p.content_type_id WHERE p.id IN ({pages})
"""


class SQLiteIndex(SearchIndex):
    """Expressions are those of FTS5."""

    join = JOIN
    holds = HOLDS
    both, either = " AND ", " OR "

    def spelled(self, phrase: Phrase) -> str:
        text = " ".join(phrase.words).replace('"', '""')
        return f'"{text}"*' if phrase.prefix else f'"{text}"'

    def in_title(self, phrases: Iterable[Phrase]) -> str:
        """Return an expression for any of the phrases, in titles only."""
        return f"title : {self.any_of(phrases)}"

    def matching(self, query: Query, scope: Scope) -> tuple[str, list[object]]:
        condition, params = in_scope(scope)
        asked = self.expression(query)
        if query.subject:
            asked = f"({asked}) OR {self.in_title(query.subject.phrases)}"
        return f"{HOLDS} AND {condition}", [asked, *params]

    def ranked(self, query: Query, scope: Scope) -> tuple[str, list[object]]:
        """Read the text only for the selected rows, since sorting would carry it along."""
        condition, params = self.matching(query, scope)
        boost, boosted = title_boost(query, IN_TITLE, self.in_title)
        ranked = f"SELECT p.id, e.id AS entry, {RANK} * {boost} AS score {JOIN} {condition} ORDER BY score, p.id"
        sql = f"""
            SELECT best.id, COALESCE(entry.body, '') FROM ({ranked} LIMIT %s OFFSET %s) best
            JOIN wagtailsearch_indexentry entry ON entry.id = best.entry ORDER BY best.score, best.id
        """  # noqa: S608 (our own SQL only; user input is a parameter)
        return sql, [*boosted, *params]

    def texts(self, pages: list[int]) -> list[Hit]:
        return [Hit(*row) for row in fetch(TEXTS.format(pages=", ".join(map(str, pages)) or "NULL"), [])]

    def words(self) -> Iterable[tuple[str, int]]:
        with connection.cursor() as cursor:
            cursor.execute(
                f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.search_words USING fts5vocab('main', '{FTS}', 'row')"
            )
        return fetch("SELECT term, doc FROM temp.search_words", [])


index = SQLiteIndex()
