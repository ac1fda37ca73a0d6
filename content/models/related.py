"""Computing related pages, where staff chose none."""

from django.db import models
from wagtail.models import Page

from content.caching.routing import readable

RELATED_SHOWN = 3


def most_in_common(page: Page, relation: str, shared: models.Q, order: str = "path", *, least: int = 0) -> list[int]:
    """Return keys of pages of the same type with the most rows of `relation` in common, `least` or more.

    `shared`: a filter for these rows; `order`: the tiebreaker.
    """
    others = readable(type(page)._default_manager).exclude(pk=page.pk)
    counted = others.annotate(shared=models.Count(relation, filter=shared, distinct=True)).filter(shared__gte=least)
    return list(counted.order_by("-shared", order).values_list("pk", flat=True)[:RELATED_SHOWN])
