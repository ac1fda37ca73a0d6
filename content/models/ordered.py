from wagtail.models import Orderable


class OrderedRow(Orderable):
    """A row that staff can reorder. Rows without a number, as in the sample, are in order of creation."""

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "pk"]
