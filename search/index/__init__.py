"""What the search asks of Wagtail's full-text index, whichever database holds it."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any

from django.db import connection

from search.query.parse import Phrase, Query

# What a title adds to a page's rank: one that is just the query, or holds its subject, another term, a synonym of one,
# an optional term.
EXACT, SUBJECT, TERM, SYNONYM, OPTIONAL = 16, 8, 3, 2, 2
PAIN = Phrase(("pain",))  # what titles call a complaint, however it was typed


@dataclass(frozen=True)
class Scope:
    """Which pages a visitor may find: those below `root`, of these types, and not below a closed path."""

    root: str  # treebeard path of the site's home page
    content_types: tuple[int, ...]
    closed: tuple[str, ...] = ()  # paths of pages with a view restriction
    only: tuple[int, ...] | None = None  # these pages at most
    without: tuple[int, ...] = ()  # all but these pages

    def holds(self, path: str) -> bool:
        """Whether a page with that path is on the site and open to everybody."""
        return path.startswith(self.root) and not path.startswith(self.closed)


@dataclass(frozen=True)
class Hit:
    """A page that was found, and its indexed text."""

    page_id: int
    path: str
    text: str


class SearchIndex(ABC):
    """The index of one database, which says how it writes phrases, conditions and ranks. Each call is one query."""

    join: str  # the index's entries `e` with their pages `p`, up to the conditions
    holds: str  # condition: an entry holds an expression, its one parameter
    both: str  # in an expression, between what has to be held together
    either: str

    def counts(self, queries: list[tuple[Query, Scope]]) -> list[dict[int, int]]:
        """For each query: content type → number of live pages in its scope."""
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
        """Live pages in scope, the best first; title weighs most, then summary, then the rest."""
        if not query.terms:
            return []
        sql, params = self.ranked(query, scope)
        return [Hit(*row) for row in fetch(sql, [*params, length, start])]

    def visible_words(self, words: list[str], scope: Scope) -> set[str]:
        """Those of the words, or of several side by side, that stand on a live page in scope."""
        if not words:
            return set()
        condition, params = in_scope(scope)
        one = f"SELECT CAST(%s AS text) WHERE EXISTS (SELECT 1 {self.join} {self.holds} AND {condition})"
        values = [value for word in words for value in (word, self.spelled(Phrase(tuple(word.split()))), *params)]
        return {row[0] for row in fetch(" UNION ALL ".join([one] * len(words)), values)}

    def expression(self, query: Query) -> str:
        """The query's terms in the database's query language. Every word is quoted, so that no word is an operator."""
        return (self.both if query.match_all else self.either).join(self.any_of(term.phrases) for term in query.terms)

    def any_of(self, phrases: Iterable[Phrase]) -> str:
        """One of the phrases in the database's query language."""
        return f"({self.either.join(map(self.spelled, phrases))})"

    @abstractmethod
    def spelled(self, phrase: Phrase) -> str:
        """The phrase in the database's query language."""

    @abstractmethod
    def matching(self, query: Query, scope: Scope) -> tuple[str, list[object]]:
        """SQL condition for the query's pages in scope, and its parameters."""

    @abstractmethod
    def ranked(self, query: Query, scope: Scope) -> tuple[str, list[object]]:
        """SQL for `best`, and its parameters but for the last two: how many pages, after how many others."""

    @abstractmethod
    def texts(self, pages: list[int]) -> list[Hit]:
        """These pages, whether they match or not."""

    @abstractmethod
    def words(self) -> Iterable[tuple[str, int]]:
        """(word, number of pages) of the whole index, drafts included; `visible_words` leaves those out."""


@cache
def search_index() -> SearchIndex:
    """The index of the database in use."""
    if connection.vendor not in ("sqlite", "postgresql"):
        raise NotImplementedError(f"The search knows SQLite and PostgreSQL, not {connection.vendor}.")
    found: SearchIndex = import_module(f"search.index.{connection.vendor}").index
    return found


IN_SCOPE = "p.live AND substr(p.path, 1, {length}) = %s AND e.content_type_id IN ({types})"


def in_scope(scope: Scope) -> tuple[str, list[object]]:
    """SQL condition on `p` (wagtailcore_page) and `e` (the index entry), and its parameters."""
    sql = IN_SCOPE.format(length=len(scope.root), types=_numbers(scope.content_types))
    params: list[object] = [scope.root]
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
    """SQL factor on a page's rank, and its parameters: a page named like the query before pages that mention it.

    Full-text ranks alone prefer a short page that mentions the words to a long one about them. `in_title` is the
    database's condition that a title holds one of some phrases, as `any_of` writes them.
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
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
