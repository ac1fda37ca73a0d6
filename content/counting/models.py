"""Views per day: no address, no cookie, nothing about a visitor."""

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
