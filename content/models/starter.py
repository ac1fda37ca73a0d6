"""Which pages the starter loader created."""

from django.db import models


class StarterRecord(models.Model):
    """A starter file and its page. Databases from before also have records of rows, without a page."""

    path = models.CharField(max_length=200, unique=True)
    loaded_at = models.DateTimeField(auto_now=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="starter_records"
    )

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.path
