"""Wagtail's SQLite backend, but the matches' scores are computed once, not once per match."""

from typing import Any

from django.db.models import F, FloatField, Func, QuerySet
from django.db.models.sql.compiler import SQLCompiler
from modelsearch.backends.database.sqlite.query import BM25, MatchExpression, normalize
from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteFTSIndexEntry,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import And, Phrase, PlainText
from modelsearch.utils import get_descendants_content_types_pks

from search.wagtail_backend.words_only import WordsOnly


class Score(Func):
    """The current row's score, looked up in the scores of all matches.

    Wagtail queries the full-text index again for each row, which is quadratic. `LIMIT -1` keeps SQLite from doing the
    same: it then computes the inner query once, with an index on it.
    """

    output_field = FloatField()

    def __init__(self, scores: QuerySet[Any]) -> None:
        super().__init__(F("pk"))
        self.scores_sql, self.scores_params = scores.query.sql_with_params()

    def as_sql(self, compiler: SQLCompiler, connection: Any, *_: Any, **__: Any) -> tuple[str, tuple[Any, ...]]:
        key, params = compiler.compile(self.source_expressions[0])
        sql = (
            f"(WITH scores(object_id, score) AS ({self.scores_sql} LIMIT -1) "  # noqa: S608 (Django's own SQL)
            f"SELECT score FROM scores WHERE object_id = CAST({key} AS TEXT))"
        )
        return sql, (*self.scores_params, *params)


class LinearRanking(WordsOnly):
    """A mixin for query compilers: Wagtail's matches, ranked in linear time."""

    order_by_relevance: bool

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> QuerySet[Any]:
        ranked, self.order_by_relevance = self.order_by_relevance, False
        matches: QuerySet[Any] = super().search(config, None, None)  # type: ignore[misc]
        if ranked and isinstance(normalize(self.query), (PlainText, Phrase, And)):
            matches = matches.order_by(Score(self.scores(config)), "-pk")
        return matches[start:stop]

    def scores(self, config: Any) -> QuerySet[Any]:
        """Return (object_id, score) of every match; short titles count more, as in Wagtail."""
        fields = self.fields or self.FTS_TABLE_FIELDS  # type: ignore[attr-defined]
        asked = MatchExpression(fields, self.build_search_query(normalize(self.query), config=config))  # type: ignore[attr-defined]
        types = get_descendants_content_types_pks(self.queryset.model)  # type: ignore[attr-defined]
        score = BM25() * (F("index_entry__title_norm") + 1.0)
        found: QuerySet[Any] = SQLiteFTSIndexEntry.objects.filter(
            asked, index_entry__content_type__in=types
        ).values_list("index_entry__object_id", score)
        return found


class SQLiteSearchCompiler(LinearRanking, SQLiteSearchQueryCompiler):
    pass


class SQLiteAutocompleteCompiler(LinearRanking, SQLiteAutocompleteQueryCompiler):
    pass


class Backend(SQLiteSearchBackend):
    """Wagtail's backend with the two compilers above."""

    query_compiler_class = SQLiteSearchCompiler
    autocomplete_query_compiler_class = SQLiteAutocompleteCompiler
