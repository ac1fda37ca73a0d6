"""Which pages visitors can find, and starting points when nothing was found."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from wagtail.models import PageViewRestriction, get_page_models

from content.caching.version import per_version
from content.models import ClinicPage
from content.text.directory import Entry, of_type
from search.index import Scope

CONDITIONS_SHOWN = 8
STARTS = ("painmappage", "guidepage", "sessionspage", "faqpage", "muscleindexpage")


@dataclass(frozen=True)
class Kind:
    """A kind of page in the filter. An index page counts as the kind that it lists."""

    key: str
    label: str
    content_types: tuple[int, ...]


def kinds() -> list[Kind]:
    """Return all kinds of pages that visitors can find."""
    models = [model for model in get_page_models() if issubclass(model, ClinicPage) and model.indexable]
    content_types = ContentType.objects.get_for_models(*models)
    grouped: dict[str, list[int]] = {}
    for model in models:
        grouped.setdefault(model.kind_plural or model.kind_label, []).append(content_types[model].pk)
    singular = {model.kind_plural: model.kind_label for model in models if model.kind_plural}
    return [
        Kind(slugify(singular.get(label, label)), label, tuple(sorted(types)))
        for label, types in sorted(grouped.items())
    ]


def public_scope() -> Scope:
    """Return the scope of all public pages."""
    closed = per_version(
        "search-closed", lambda: tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    )
    types = tuple(pk for kind in kinds() for pk in kind.content_types)
    return Scope(content_types=types, closed=closed)


def starting_points() -> dict[str, list[Entry]]:
    """Return what most visitors come for, in site order."""
    single = [page for name in STARTS for page in of_type(name)[:1]]
    return {"pages": single, "conditions": of_type("conditionpage")[:CONDITIONS_SHOWN]}
