"""How the clinic handles inquiries: how soon they are answered, and how long they are kept."""

from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting

NEVER = "In days after the last change; 0 keeps them for ever."


@register_setting(icon="mail")
class InquirySettings(BaseSiteSetting):
    """Answering and retention."""

    answer_within_hours = models.PositiveSmallIntegerField(
        "answer within",
        default=8,
        validators=[MinValueValidator(1)],
        help_text="Opening hours. Staff get one reminder a day while something waits longer.",
    )
    remind = models.BooleanField("send reminders", default=True)
    keep_open_days = models.PositiveSmallIntegerField("new and contacted", default=365, help_text=NEVER)
    keep_booked_days = models.PositiveSmallIntegerField("booked", default=180, help_text=NEVER)
    keep_closed_days = models.PositiveSmallIntegerField("not booked and closed", default=180, help_text=NEVER)
    keep_spam_days = models.PositiveSmallIntegerField("suspect and spam", default=30, help_text=NEVER)

    panels = [
        MultiFieldPanel([FieldRowPanel([FieldPanel("answer_within_hours"), FieldPanel("remind")])], heading="Answer"),
        MultiFieldPanel(
            [
                FieldRowPanel([FieldPanel("keep_open_days"), FieldPanel("keep_booked_days")]),
                FieldRowPanel([FieldPanel("keep_closed_days"), FieldPanel("keep_spam_days")]),
            ],
            heading="Erase",
        ),
    ]

    class Meta:
        verbose_name = "Inquiries"

    def __str__(self) -> str:
        return "Settings of inquiries"


class JobRun(models.Model):
    """The last run of a daily job, and what it did in numbers."""

    name = models.CharField(max_length=40, unique=True)
    day = models.DateField(null=True, blank=True)
    ran_at = models.DateTimeField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.name
