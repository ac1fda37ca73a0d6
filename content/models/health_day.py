"""The number of findings per check and day."""

from django.db import models


class HealthDay(models.Model):
    """One row per check and day, so that "Site health" can show trends."""

    date = models.DateField()
    check_name = models.CharField(max_length=40)
    found = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["date", "check_name"], name="one_count_a_check_and_day")]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.check_name} on {self.date}: {self.found}"
