"""Reading pages together with their rows, for reports that read everything."""

from collections.abc import Iterator

from django.apps import apps
from wagtail.models import PageQuerySet

from content.models.base import ClinicPage
from content.models.values import rows_of

AT_ONCE = 200  # pages read together


def read_with_rows(pages: PageQuerySet) -> Iterator[ClinicPage]:
    """Yield the clinic's pages among these as their specific types, in a constant number of queries per batch."""
    for model in apps.get_models():
        if issubclass(model, ClinicPage):
            own = model.objects.filter(pk__in=pages.values("pk")).prefetch_related(*rows_of(model))
            yield from own.order_by("path").iterator(chunk_size=AT_ONCE)
