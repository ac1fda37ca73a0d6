"""The clinic's settings for inquiries: how soon they should be answered, and how long they are kept."""

from django.core.exceptions import ValidationError
from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

from content.models.stale_form import StaleCheckModelForm

SHORTEST_OPEN, LONGEST = 30, 1095  # days: nothing that waits for an answer is erased within a month
DAYS = f"Days after the last change, {LONGEST} at most."


def keep_days(name: str, days: int, shortest: int = 1) -> "models.PositiveSmallIntegerField[int, int]":
    """Return a field for how many days inquiries of one kind are kept."""
    least = f" At least {shortest}." if shortest > 1 else ""
    return models.PositiveSmallIntegerField(name, default=days, help_text=DAYS + least)


@register_setting(icon="mail")
class InquirySettings(BaseSiteSetting):
    answer_within_hours = models.PositiveSmallIntegerField(
        "answer within",
        default=8,
        validators=[MinValueValidator(1)],
        help_text="In opening hours. Staff get one reminder a day while anything has been waiting longer.",
    )
    remind = models.BooleanField(
        "send reminders",
        default=True,
        help_text="About visitors who are waiting. Follow-up reminders are always sent.",
    )
    keep_open_days = keep_days("new and contacted", 180, SHORTEST_OPEN)
    keep_booked_days = keep_days("booked", 180)
    keep_closed_days = keep_days("not booked and closed", 180)
    keep_spam_days = keep_days("suspect and spam", 30)
    allows_for_ever = models.BooleanField(
        "keep forever where I wrote 0",
        default=False,
        help_text="Careful: what people told you about their health then stays until someone erases it by hand. "
        "Most laws require a limit, and your privacy page must say how long you keep it. To keep a single "
        "inquiry, use “Never erase this inquiry” in the inbox instead.",
    )

    # Edited on its own screen, which shows what a change would have caught.
    advertising_words = models.TextField(
        blank=True, help_text="One word or phrase per line. Leave empty to use the list that comes with the site."
    )

    base_form_class = StaleCheckModelForm
    panels = [
        MultiFieldPanel([FieldRowPanel([FieldPanel("answer_within_hours"), FieldPanel("remind")])], heading="Answer"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("keep_open_days"), FieldPanel("keep_booked_days")]),
                FieldRowPanel([FieldPanel("keep_closed_days"), FieldPanel("keep_spam_days")]),
                FieldPanel("allows_for_ever"),
            ],
            heading="Erase",
            help_text="The privacy page says these numbers wherever it has the block “Privacy details”. If you wrote "
            "your own there, change both.",
        ),
    ]

    class Meta:
        verbose_name = "Inquiries"

    def __str__(self) -> str:
        return "Settings for inquiries"

    def clean(self) -> None:
        super().clean()
        wrong: dict[str, str] = {}
        for name in ("keep_open_days", "keep_booked_days", "keep_closed_days", "keep_spam_days"):
            days, shortest = getattr(self, name), SHORTEST_OPEN if name == "keep_open_days" else 1
            if days == 0 and not self.allows_for_ever:
                wrong[name] = "0 keeps these forever. Enter a number of days, or check the box below to confirm."
            elif days and not shortest <= days <= LONGEST:
                wrong[name] = f"Between {shortest} and {LONGEST} days."
        if wrong:
            raise ValidationError(wrong)
