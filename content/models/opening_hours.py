"""When the clinic is open: weekly hours and special days."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel
from wagtail.models import Orderable

from content.text.hours import WEEKDAYS


class OpeningHours(Orderable):
    """When the clinic is open on a weekday; two rows make a lunch break."""

    clinic = ParentalKey("content.ClinicSettings", on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(WEEKDAYS)))
    opens = models.TimeField()
    closes = models.TimeField()

    panels = [FieldRowPanel(["weekday", "opens", "closes"])]

    def clean(self) -> None:
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": "The closing time must be later than the opening time."})


class SpecialDay(Orderable):
    """Days with other hours: closed, or open at other times."""

    clinic = ParentalKey("content.ClinicSettings", on_delete=models.CASCADE, related_name="special_days")
    label = models.CharField(max_length=80, help_text="For example: Thanksgiving")
    first_day = models.DateField()
    last_day = models.DateField()
    opens = models.TimeField(null=True, blank=True, help_text="Leave both times empty for a closed day.")
    closes = models.TimeField(null=True, blank=True)

    panels = ["label", FieldRowPanel(["first_day", "last_day"]), FieldRowPanel(["opens", "closes"])]

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": "The last day can’t be before the first."})
        if bool(self.opens) != bool(self.closes):
            raise ValidationError({"closes": "Enter both times, or neither for a closed day."})
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": "The closing time must be later than the opening time."})
