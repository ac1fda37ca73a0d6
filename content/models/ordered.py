from wagtail.models import Orderable


class OrderedRow(Orderable):
    """A row that staff can move within its list. Those without a number, as in the sample, come as they were made."""

    class Meta(Orderable.Meta):
        abstract = True
        ordering = ["sort_order", "pk"]
