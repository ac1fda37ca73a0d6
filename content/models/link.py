"""Outside URLs that pages link to, and whether this site may request them."""

from datetime import datetime
from typing import Self

from django.db import models
from wagtail.contrib.settings.models import BaseSiteSetting


class OutsideRules(BaseSiteSetting):
    """Whether this site may make requests to other sites; part of the clinic's settings."""

    looks_outside = models.BooleanField(
        "this site may look things up on the internet",
        default=False,
        help_text="Once a night it checks whether the addresses that your pages link to still answer, and editors can "
        "fill in a source by its DOI or PubMed number. Nothing about visitors is sent. When this is off, the site "
        "looks nothing up.",
    )

    outside_panels = ["looks_outside"]

    class Meta:
        abstract = True


class CheckedAddressQuerySet(models.QuerySet["CheckedAddress"]):
    def due(self, now: datetime) -> Self:
        """Return those due for a check, the longest overdue first."""
        waiting = models.Q(next_at=None) | models.Q(next_at__lte=now)
        return self.filter(waiting).order_by(models.F("checked_at").asc(nulls_first=True), "pk")


class CheckedAddress(models.Model):
    """An outside URL, and the result of its last check."""

    LONGEST = 1000

    url = models.CharField(max_length=LONGEST, unique=True)
    strikes = models.PositiveSmallIntegerField(default=0)  # consecutive failed nights
    words = models.CharField(max_length=200, blank=True)  # why, in plain words
    failing_since = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    checked_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField(null=True)

    objects = CheckedAddressQuerySet.as_manager()

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.url
