"""What the starter loader made, so that it never overwrites what staff edited."""

from django.db import models


class StarterRecord(models.Model):
    """One starter file and the digest of the text it was last loaded from."""

    path = models.CharField(max_length=200, unique=True)
    digest = models.CharField(max_length=64)
    loaded_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return self.path
