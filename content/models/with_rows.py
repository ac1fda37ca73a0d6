"""Reading pages together with their rows, for reports that read everything."""

from collections.abc import Iterator

from django.apps import apps
from modelcluster.models import get_all_child_relations
from wagtail.models import PageQuerySet

from content.models.base import ClinicPage

AT_ONCE = 200  # pages read together


def read_with_rows(pages: PageQuerySet) -> Iterator[ClinicPage]:
    """Yield the clinic's pages among these as their specific types, in a constant number of queries per batch."""
    for model in apps.get_models():
        if issubclass(model, ClinicPage):
            rows = [
                relation.get_accessor_name()
                for relation in get_all_child_relations(model)
                if relation.related_model._meta.app_label != "wagtailcore"
            ]
            own = model.objects.filter(pk__in=pages.values("pk")).prefetch_related(*rows)
            yield from own.order_by("path").iterator(chunk_size=AT_ONCE)
