"""One interface to the full-text index that Wagtail keeps, and the database that answers it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import Any, Protocol

from django.db import connection

from search.query import Match


@dataclass(frozen=True)
class Scope:
    """Which pages a visitor may find: those below `root`, of these types, and not below a closed path."""

    root: str  # treebeard path of the site's home page
    content_types: tuple[int, ...]
    closed: tuple[str, ...] = ()  # paths of pages with a view restriction

    def holds(self, path: str) -> bool:
        """Whether a page with that path is on the site and open to everybody."""
        return path.startswith(self.root) and not path.startswith(self.closed)


@dataclass(frozen=True)
class Hit:
    """A page that was found, and its indexed text."""

    page_id: int
    path: str
    text: str


class Backend(Protocol):
    """What a database has to answer. Each call is one query."""

    def counts(self, matches: list[Match], scope: Scope) -> list[dict[int, int]]:
        """For each match: content type → number of live pages in scope."""

    def best(self, match: Match, scope: Scope, start: int, length: int) -> list[Hit]:
        """Live pages in scope, the best first; title weighs most, then summary, then the rest."""

    def words(self) -> Iterable[tuple[str, int]]:
        """(word, number of pages) of the whole index, drafts included: see `visible_words`."""

    def visible_words(self, words: list[str], scope: Scope) -> set[str]:
        """Those of the words that stand on a live page in scope."""


@cache
def backend() -> Backend:
    """The backend of the database in use."""
    if connection.vendor not in ("sqlite", "postgresql"):
        raise NotImplementedError(f"The search knows SQLite and PostgreSQL, not {connection.vendor}.")
    module = import_module(f"search.backends.{connection.vendor}")
    found: Backend = module.backend
    return found


IN_SCOPE = "p.live AND substr(p.path, 1, {length}) = %s AND e.content_type_id IN ({types})"


def in_scope(scope: Scope) -> tuple[str, list[object]]:
    """SQL condition on `p` (wagtailcore_page) and `e` (the index entry), and its parameters."""
    types = ", ".join(str(int(pk)) for pk in scope.content_types) or "NULL"
    sql = IN_SCOPE.format(length=len(scope.root), types=types)
    params: list[object] = [scope.root]
    for path in scope.closed:
        sql += f" AND substr(p.path, 1, {len(path)}) <> %s"
        params.append(path)
    return sql, params


def title_boost(match: Match, position: str) -> tuple[str, list[Any]]:
    """SQL factor on a page's rank, and its parameters: a page named like the query before pages that mention it.

    Full-text ranks alone prefer a short page that mentions the words to a long one about them. `position` is the
    database's function for where one text stands in another.
    """
    words = [word for word in match.words if len(word) >= 3]
    parts = ["CASE WHEN lower(p.title) = %s THEN 7 ELSE 1 END"]
    parts += [f"CASE WHEN {position}(lower(p.title), %s) > 0 THEN {gain} ELSE 0 END" for gain in [2] + [1] * len(words)]
    return f"({' + '.join(parts)})", [match.text, match.text, *words]


def fetch(sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    """All rows of a query."""
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        rows: list[tuple[Any, ...]] = cursor.fetchall()
    return rows
