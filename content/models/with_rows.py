"""Pages read together with the rows that belong to them, for reports that look at everything."""

from collections.abc import Iterator

from django.apps import apps
from modelcluster.models import get_all_child_relations
from wagtail.models import PageQuerySet

from content.models.base import ClinicPage

AT_ONCE = 200  # pages read together


def read_with_rows(pages: PageQuerySet) -> Iterator[ClinicPage]:
    """The clinic's pages among these, as their own types and in a handful of queries a type, whatever their number."""
    for model in apps.get_models():
        if issubclass(model, ClinicPage):
            rows = [
                relation.get_accessor_name()
                for relation in get_all_child_relations(model)
                if relation.related_model._meta.app_label != "wagtailcore"
            ]
            own = model.objects.filter(pk__in=pages.values("pk")).prefetch_related(*rows)
            yield from own.order_by("path").iterator(chunk_size=AT_ONCE)
