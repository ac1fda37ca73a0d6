"""Which pages visitors may find, and where to begin when nothing was found."""

from dataclasses import dataclass

from django.contrib.contenttypes.models import ContentType
from django.utils.text import slugify
from wagtail.models import Page, PageViewRestriction, Site, get_page_models

from content.caching.routing import readable
from content.caching.version import per_version
from content.models import (
    ClinicPage,
    ConditionPage,
    FAQPage,
    GuidePage,
    MuscleIndexPage,
    PainMapPage,
    SessionsPage,
)
from content.text.cards import Card, cards
from search.index import Scope

CONDITIONS_SHOWN = 8
STARTS: tuple[type[Page], ...] = (PainMapPage, GuidePage, SessionsPage, FAQPage, MuscleIndexPage)


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

    pages: list[Card]
    conditions: list[Card]


def starting_points(site: Site) -> StartingPoints:
    """What most people come for, in the order of the site."""

    def read() -> StartingPoints:
        def of(model: type[Page], count: int = 1) -> list[Page]:
            below = readable(model.objects.descendant_of(site.root_page))
            return list(below.order_by("path")[:count])

        single = [page for model in STARTS for page in of(model)]
        return StartingPoints(pages=cards(single), conditions=cards(of(ConditionPage, CONDITIONS_SHOWN)))

    return per_version(f"search-start-{site.pk}", read)
