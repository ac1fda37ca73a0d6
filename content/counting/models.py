"""How often pages are looked at: numbers a day, no address, no cookie, nobody's trace."""

from django.db import models


class PageDay(models.Model):
    """How often a page was looked at on a day."""

    date = models.DateField()
    page_id = models.PositiveIntegerField(help_text="No foreign key: a page deleted meanwhile is no reason to fail.")
    views = models.PositiveIntegerField(default=0)

    class Meta:
        app_label = "inquiries"
        constraints = [models.UniqueConstraint(fields=["date", "page_id"], name="one_count_a_page_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Page {self.page_id} on {self.date}"
