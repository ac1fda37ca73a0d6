"""Which pages visitors may find, and where to begin when nothing was found."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from wagtail.models import PageViewRestriction, Site, get_page_models

from content.caching.version import per_version
from content.models import ClinicPage
from content.text.directory import Entry, of_type
from search.index import Scope

CONDITIONS_SHOWN = 8
STARTS = ("painmappage", "guidepage", "sessionspage", "faqpage", "muscleindexpage")


@dataclass(frozen=True)
class Kind:
    """A kind of page as the filter shows it. An index page counts as the kind that it lists."""

    key: str
    label: str
    content_types: tuple[int, ...]


def kinds() -> list[Kind]:
    """All kinds of page that visitors may find."""
    models = [model for model in get_page_models() if issubclass(model, ClinicPage) and model.indexable]
    labels = {model: model.kind_label for model in models}
    grouped: dict[str, list[int]] = {}
    for model, content_type in ContentType.objects.get_for_models(*models).items():
        label = labels[model]
        singular = label.removesuffix("s")
        grouped.setdefault(singular if singular in labels.values() else label, []).append(content_type.pk)
    return [Kind(slugify(label), label, tuple(sorted(types))) for label, types in sorted(grouped.items())]


def scope_of(site: Site) -> Scope:
    """The site's pages that everybody may see."""
    closed = per_version(
        "search-closed", lambda: tuple(PageViewRestriction.objects.values_list("page__path", flat=True))
    )
    types = tuple(pk for kind in kinds() for pk in kind.content_types)
    return Scope(root=site.root_page.path, content_types=types, closed=closed)


@dataclass(frozen=True)
class StartingPoints:
    """Pages to begin with."""

    pages: list[Entry]
    conditions: list[Entry]


def starting_points(site: Site) -> StartingPoints:
    """What most people come for, in the order of the site."""
    home = site.root_page.path
    single = [page for name in STARTS for page in of_type(name, below=home)[:1]]
    return StartingPoints(single, of_type("conditionpage", below=home)[:CONDITIONS_SHOWN])
