"""What the starter loader made, so that it never overwrites what staff edited."""

from django.db import models


class StarterRecord(models.Model):
    """A starter file, or a row of one, that was loaded: it is never loaded again."""

    path = models.CharField(max_length=200, unique=True)
    loaded_at = models.DateTimeField(auto_now=True)
    page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="starter_records"
    )

    wagtail_reference_index_ignore = True

    def __str__(self) -> str:
        return self.path
