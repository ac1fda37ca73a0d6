"""When the clinic is open: weekly hours and special days."""

from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldRowPanel

from content.models.ordered import OrderedRow
from content.text.hours import WEEKDAYS

NOTICE_AHEAD = timedelta(weeks=2)  # for a closure with a note but without a day from which to show it


class OpeningHours(OrderedRow):
    """Opening hours on a weekday; two rows make a lunch break."""

    clinic = ParentalKey("content.ClinicSettings", on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(WEEKDAYS)))
    opens = models.TimeField()
    closes = models.TimeField()

    panels = [FieldRowPanel(["weekday", "opens", "closes"])]

    def clean(self) -> None:
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": "The closing time must be later than the opening time."})


class SpecialDay(OrderedRow):
    """Days with different hours: a closure, or other opening times."""

    clinic = ParentalKey("content.ClinicSettings", on_delete=models.CASCADE, related_name="special_days")
    label = models.CharField("name", max_length=80, help_text="For example: Thanksgiving, or Winter break.")
    first_day = models.DateField("from")
    last_day = models.DateField("through", help_text="The last day. For a single day, enter the same day again.")
    opens = models.TimeField(null=True, blank=True, help_text="Leave both times empty if you are closed all day.")
    closes = models.TimeField(null=True, blank=True)
    notice_from = models.DateField(
        "show the notice from",
        null=True,
        blank=True,
        help_text="Every page announces it from this day until it is over. If you leave it empty, that is two "
        "weeks before if there is a note; without one, it is only listed with the opening hours, from three weeks "
        "before.",
    )
    note = models.CharField(
        "note to visitors",
        max_length=160,
        blank=True,
        help_text="Shown after the dates, in the notice and in emails, such as “We answer messages from January 4.”",
    )

    panels = [
        "label",
        FieldRowPanel(["first_day", "last_day"]),
        FieldRowPanel(["opens", "closes"]),
        "notice_from",
        "note",
    ]

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, str] = {}
        if self.first_day and self.last_day and self.last_day < self.first_day:
            wrong["last_day"] = "The last day can’t be before the first."
        if self.notice_from and self.last_day and self.notice_from > self.last_day:
            wrong["notice_from"] = "It would be over before the notice starts."
        if bool(self.opens) != bool(self.closes):
            wrong["closes"] = "Enter both times, or neither for a closed day."
        if self.opens and self.closes and self.closes <= self.opens:
            wrong["closes"] = "The closing time must be later than the opening time."
        if wrong:
            raise ValidationError(wrong)
        if self.note and self.first_day and not self.notice_from:
            self.notice_from = self.first_day - NOTICE_AHEAD
