"""Counts per day: no visitor's address, no cookie, nothing about a person."""

from django.db import models


class PageDay(models.Model):
    date = models.DateField()
    page_id = models.PositiveIntegerField(help_text="No foreign key: a page deleted meanwhile is no reason to fail.")
    views = models.PositiveIntegerField(default=0)

    class Meta:
        db_table = "inquiries_pageday"
        constraints = [models.UniqueConstraint(fields=["date", "page_id"], name="one_count_a_page_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Page {self.page_id} on {self.date}"


class RegionDay(models.Model):
    date = models.DateField()
    region = models.SlugField(max_length=255, help_text="The slug of the region's page.")
    views = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["date", "region"], name="one_count_a_region_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.region} on {self.date}"


class NotFoundDay(models.Model):
    """How often visitors found nothing at an address on a day, and which site had sent them: see `not_found`."""

    LONGEST = 160

    date = models.DateField()
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
    """An address that staff no longer want to see among those not found."""

    path = models.CharField(max_length=NotFoundDay.LONGEST, unique=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.path
