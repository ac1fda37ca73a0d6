"""Wagtail's PostgreSQL backend with an index of plain folded words, as the site's search needs."""

from collections.abc import Iterable
from typing import Any

from modelsearch.backends.database.postgres import postgres
from modelsearch.index import SearchField
from modelsearch.utils import get_content_type_pk

from search.query.words import words_in
from search.wagtail_backend.words_only import WordsOnly

CONFIG = "simple"  # no stemming: the search itself handles word forms, on either database


class WordIndexer(postgres.ObjectIndexer):
    """Indexes words: PostgreSQL's parser would treat `hip/thigh` or `site.com` as one token, with accents."""

    def as_vector(self, texts: list[tuple[str, str]], for_autocomplete: bool = False) -> Any:
        return super().as_vector([(" ".join(words_in(text)), weight) for text, weight in texts], for_autocomplete)

    @property
    def body_text(self) -> str:
        """Return the searched text as results quote it; Wagtail would strip its line breaks."""
        prepared = (found for field in self.search_fields for found in self.prepare_field(self.obj, field))
        return "".join(
            text for field, _, text in prepared if isinstance(field, SearchField) and field.field_name != "title"
        )


class WordIndex(postgres.PostgresIndex):
    """Wagtail's index, whose entries are replaced with only the words."""

    def add_items(self, model: Any, objs: Iterable[Any]) -> None:
        objs = list(objs)
        super().add_items(model, objs)
        entries = self.entries.filter(content_type_id=get_content_type_pk(model))
        for obj in objs if model.get_search_fields() else ():
            words = WordIndexer(obj, self.backend)
            entries.filter(object_id=words.id).update(
                title=words.title, autocomplete=words.autocomplete, body=words.body, body_text=words.body_text
            )


class PostgreSQLSearchCompiler(WordsOnly, postgres.PostgresSearchQueryCompiler):
    pass


class PostgreSQLAutocompleteCompiler(WordsOnly, postgres.PostgresAutocompleteQueryCompiler):
    pass


class Backend(postgres.PostgresSearchBackend):
    """Wagtail's backend with the index and the compilers above."""

    index_class = WordIndex
    query_compiler_class = PostgreSQLSearchCompiler
    autocomplete_query_compiler_class = PostgreSQLAutocompleteCompiler

    def __init__(self, params: dict[str, Any]) -> None:
        super().__init__({"SEARCH_CONFIG": CONFIG, **params})
