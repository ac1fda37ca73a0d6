"""How many findings each check had on a day."""

from django.db import models


class HealthDay(models.Model):
    """One row a day for each check, so that "Site health" can show a trend."""

    date = models.DateField()
    check_name = models.CharField(max_length=40)
    found = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["date", "check_name"], name="one_count_a_check_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.check_name} on {self.date}: {self.found}"
