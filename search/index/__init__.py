"""The search's queries on Wagtail's full-text index, for either database."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.db import connection

from search.query.parse import Phrase, Query

# What a title adds to a page's rank if it is exactly the query, or contains its subject, another term, a synonym of
# one, or an optional term.
EXACT, SUBJECT, TERM, SYNONYM, OPTIONAL = 16, 8, 3, 2, 2
PAIN = Phrase(("pain",))  # titles use this word for a complaint, however it was typed


@dataclass(frozen=True)
class Scope:
    """Which pages a visitor can find: of these types, not below a restricted path, no aliases."""

    content_types: tuple[int, ...]
    closed: tuple[str, ...] = ()  # paths of pages with a view restriction
    only: tuple[int, ...] | None = None  # restrict to these pages
    without: tuple[int, ...] = ()  # exclude these pages


@dataclass(frozen=True)
class Hit:
    """A page that was found, and its indexed text."""

    page_id: int
    text: str


class SearchIndex(ABC):
    """The index in one database, with its syntax for phrases, conditions, and ranks. Each call is one query."""

    join: str  # FROM and WHERE, up to the conditions: index entries `e` joined with their pages `p`
    holds: str  # the condition that an entry matches an expression, its one parameter
    both: str  # the AND operator in an expression
    either: str

    def counts(self, queries: list[tuple[Query, Scope]]) -> list[dict[int, int]]:
        """Return, for each query, content type → number of live pages in its scope."""
        found: list[dict[int, int]] = [{} for _ in queries]
        parts: list[str] = []
        values: list[object] = []
        for number, (query, scope) in enumerate(queries):
            if query.terms:
                condition, params = self.matching(query, scope)
                selected = "SELECT CAST(%s AS integer), e.content_type_id, COUNT(*)"
                parts.append(f"{selected} {self.join} {condition} GROUP BY e.content_type_id")
                values += [number, *params]
        for number, content_type, count in fetch(" UNION ALL ".join(parts), values) if parts else ():
            found[number][content_type] = count
        return found

    def best(self, query: Query, scope: Scope, start: int, length: int) -> list[Hit]:
        """Return live pages in scope, best first; the title has the most weight, then the summary, then the rest."""
        if not query.terms:
            return []
        sql, params = self.ranked(query, scope)
        return [Hit(*row) for row in fetch(sql, [*params, length, start])]

    def visible_words(self, words: list[str], scope: Scope) -> set[str]:
        """Return those of the words or phrases that occur on a live page in scope."""
        if not words:
            return set()
        condition, params = in_scope(scope)
        one = f"SELECT CAST(%s AS text) WHERE EXISTS (SELECT 1 {self.join} {self.holds} AND {condition})"
        values = [value for word in words for value in (word, self.spelled(Phrase(tuple(word.split()))), *params)]
        return {row[0] for row in fetch(" UNION ALL ".join([one] * len(words)), values)}

    def expression(self, query: Query) -> str:
        """Return the query's terms in the database's syntax. Every word is quoted, so that none is an operator."""
        return (self.both if query.match_all else self.either).join(self.any_of(term.phrases) for term in query.terms)

    def any_of(self, phrases: Iterable[Phrase]) -> str:
        """Return an expression for any of the phrases, in the database's syntax."""
        return f"({self.either.join(map(self.spelled, phrases))})"

    @abstractmethod
    def spelled(self, phrase: Phrase) -> str:
        """Return the phrase in the database's syntax."""

    @abstractmethod
    def matching(self, query: Query, scope: Scope) -> tuple[str, list[object]]:
        """Return the SQL condition for the query's pages in scope, and its parameters."""

    @abstractmethod
    def ranked(self, query: Query, scope: Scope) -> tuple[str, list[object]]:
        """Return the SQL for `best`, and its parameters except the last two: limit and offset."""

    @abstractmethod
    def texts(self, pages: list[int]) -> list[Hit]:
        """Return these pages, whether they match or not."""

    @abstractmethod
    def words(self) -> Iterable[tuple[str, int]]:
        """Return (word, number of pages) of the whole index, including drafts, which `visible_words` leaves out."""


@cache
def search_index() -> SearchIndex:
    """Return the index for the database in use."""
    if connection.vendor not in ("sqlite", "postgresql"):
        raise NotImplementedError(f"The search knows SQLite and PostgreSQL, not {connection.vendor}.")
    found: SearchIndex = import_module(f"search.index.{connection.vendor}").index
    return found


IN_SCOPE = "p.live AND p.alias_of_id IS NULL AND e.content_type_id IN ({types})"


def in_scope(scope: Scope) -> tuple[str, list[object]]:
    """Return the SQL condition on `p` (wagtailcore_page) and `e` (the index entry), and its parameters."""
    sql = IN_SCOPE.format(types=_numbers(scope.content_types))
    params: list[object] = []
    for path in scope.closed:
        sql += f" AND substr(p.path, 1, {len(path)}) <> %s"
        params.append(path)
    if scope.only is not None:
        sql += f" AND p.id IN ({_numbers(scope.only)})"
    if scope.without:
        sql += f" AND p.id NOT IN ({_numbers(scope.without)})"
    return sql, params


def _numbers(values: tuple[int, ...]) -> str:
    return ", ".join(str(int(value)) for value in values) or "NULL"


def title_boost(query: Query, in_title: str, any_of: Callable[[Iterable[Phrase]], str]) -> tuple[str, list[Any]]:
    """Return the SQL factor for a page's rank, and its parameters: pages named like the query come first.

    Full-text ranks alone prefer a short page that mentions the words to a long page about them. `in_title` is the
    database's condition that a title contains one of the phrases, in the syntax of `any_of`.
    """
    names = ", ".join(["%s"] * len(query.exact_titles)) or "NULL"
    parts = [f"CASE WHEN lower(p.title) IN ({names}) THEN {EXACT} ELSE 1 END"]
    params: list[Any] = [*query.exact_titles]
    gains = [(term.names, SUBJECT if term == query.subject else TERM) for term in query.terms]
    gains += [(term.synonyms[1:], SYNONYM) for term in query.terms]
    if query.optional:
        gains.append(((*(phrase for term in query.optional for phrase in term.phrases), PAIN), OPTIONAL))
    for phrases, gain in gains:
        if phrases:
            parts.append(f"CASE WHEN {in_title} THEN {gain} ELSE 0 END")
            params.append(any_of(phrases))
    return f"({' + '.join(parts)})", params


def fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """Return all rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
