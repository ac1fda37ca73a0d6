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
from modelsearch.query import And, Or, Phrase, PlainText
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

    def search(self, config: Any, start: int | None, stop: int | None, score_field: str | None = None) -> QuerySet[Any]:
        ranked = self.order_by_relevance  # type: ignore[has-type]
        query = normalize(self.query)
        if not (ranked or score_field) or not isinstance(query, (PlainText, Phrase, And, Or)):
            found: QuerySet[Any] = super().search(config, start, stop, score_field)  # type: ignore[misc]
            return found
        self.order_by_relevance = False
        try:
            queryset = super().search(config, None, None)  # type: ignore[misc]
        finally:
            self.order_by_relevance = ranked
        name = score_field or "_score"
        queryset = queryset.annotate(**{name: Score(self.scores(self.build_search_query(query, config=config)))})  # type: ignore[attr-defined]
        ordered: QuerySet[Any] = (queryset.order_by(name, "-pk") if ranked else queryset)[start:stop]
        return ordered

    def scores(self, search_query: Any) -> QuerySet[Any]:
        """Return (object_id, score) of every match; short titles count more, as in Wagtail."""
        fields = self.fields or self.FTS_TABLE_FIELDS  # type: ignore[attr-defined]
        types = get_descendants_content_types_pks(self.queryset.model)  # type: ignore[attr-defined]
        matches = SQLiteFTSIndexEntry.objects.filter(
            MatchExpression(fields, search_query), index_entry__content_type__in=types
        )
        score = BM25() * (F("index_entry__title_norm") + 1.0)
        found: QuerySet[Any] = matches.values_list("index_entry__object_id", score)
        return found


class SQLiteSearchCompiler(LinearRanking, SQLiteSearchQueryCompiler):
    pass


class SQLiteAutocompleteCompiler(LinearRanking, SQLiteAutocompleteQueryCompiler):
    pass


class SQLiteBackend(SQLiteSearchBackend):
    """Wagtail's backend with the two compilers above."""

    query_compiler_class = SQLiteSearchCompiler
    autocomplete_query_compiler_class = SQLiteAutocompleteCompiler
