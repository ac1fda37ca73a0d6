"""Counts per day: no IP addresses, no cookies, nothing personal."""

from datetime import datetime, timedelta

from django.apps import apps
from django.db import models
from django.utils import timezone


class DayCount(models.Model):
    """How often something occurred on a day; written by a `DailyCounter`."""

    COUNT = "views"  # the field that adds up
    KEPT_DAYS = 400
    MOST_ROWS: int | None = None

    date = models.DateField()

    class Meta:
        abstract = True

    @classmethod
    def prune(cls, now: datetime) -> None:
        """Delete rows older than `KEPT_DAYS`, and the least frequent ones beyond `MOST_ROWS`."""
        rows = cls._default_manager.all()
        rows.filter(date__lt=timezone.localdate(now) - timedelta(days=cls.KEPT_DAYS)).delete()
        if cls.MOST_ROWS is not None:
            surplus = rows.order_by(f"-{cls.COUNT}", "-date").values_list("pk", flat=True)[cls.MOST_ROWS :]
            rows.filter(pk__in=list(surplus)).delete()


def prune_counts(now: datetime) -> None:
    for model in apps.get_models():
        if issubclass(model, DayCount):
            model.prune(now)


class PageDay(DayCount):
    page_id = models.PositiveIntegerField(help_text="No foreign key: a page deleted meanwhile is no reason to fail.")
    views = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "inquiries_pageday"
        constraints = [models.UniqueConstraint(fields=["date", "page_id"], name="one_count_a_page_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Page {self.page_id} on {self.date}"


class RegionDay(DayCount):
    region = models.SlugField(max_length=255, help_text="The slug of the region's page.")
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["date", "region"], name="one_count_a_region_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.region} on {self.date}"


class NotFoundDay(DayCount):
    """How often visitors got a 404 at a path on a day, and which site had linked to it: see `not_found`."""

    COUNT, KEPT_DAYS, MOST_ROWS = "times", 90, 2000
    LONGEST = 160

    path = models.CharField(max_length=LONGEST, db_index=True)
    referrer = models.CharField(max_length=100, blank=True, help_text="The host that linked here.")
    times = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = "address not found"
        verbose_name_plural = "addresses not found"
        constraints = [models.UniqueConstraint(fields=["date", "path", "referrer"], name="one_count_a_path_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.path} on {self.date}"


class IgnoredAddress(models.Model):
    """A path that staff no longer want to see in the 404 report."""

    path = models.CharField(max_length=NotFoundDay.LONGEST, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.path
