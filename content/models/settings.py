"""The clinic's facts, edited once and shown everywhere."""

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Orderable

from content.colour import validate_signal_colour

WEEKDAYS = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]


class Market(models.TextChoices):
    US = "US", "United States"
    UK = "UK", "United Kingdom"


@register_setting(icon="home")
class ClinicSettings(ClusterableModel, BaseSiteSetting):
    """Name, contact, address, hours, notices and looks of the clinic."""

    name = models.CharField(max_length=80, default="Pinpoint")
    tagline = models.CharField(max_length=120, blank=True)
    phone = models.CharField(max_length=30, blank=True, help_text="As people dial it from their phone.")
    email = models.EmailField(blank=True)
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField("town", max_length=80, blank=True)
    region = models.CharField("state or county", max_length=80, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, default="US", help_text="Two letters: US, GB …")
    service_area = models.CharField(max_length=160, blank=True)
    access = models.TextField("getting in", blank=True, help_text="Parking, steps, lift, buzzer.")
    market = models.CharField(
        max_length=2,
        choices=Market.choices,
        default=Market.US,
        help_text="Decides which emergency numbers the site shows.",
    )
    booking_url = models.URLField("booking link", blank=True)
    signal_colour = models.CharField(
        max_length=7,
        default="#b3361e",
        validators=[validate_signal_colour],
        help_text="The one colour of points and buttons, for example #b3361e.",
    )
    social_image = models.ForeignKey(
        "wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_sample = models.BooleanField(
        "this is the sample clinic",
        default=False,
        help_text="Says on every page that name and address are samples. Untick once they are yours.",
    )

    edit_handler = TabbedInterface(
        [
            ObjectList(
                [
                    FieldPanel("name"),
                    FieldPanel("tagline"),
                    FieldPanel("phone"),
                    FieldPanel("email"),
                    FieldPanel("booking_url"),
                    FieldPanel("is_sample"),
                ],
                heading="Clinic",
            ),
            ObjectList(
                [
                    FieldPanel("street"),
                    FieldRowPanel([FieldPanel("locality"), FieldPanel("region")]),
                    FieldRowPanel([FieldPanel("postal_code"), FieldPanel("country")]),
                    FieldPanel("service_area"),
                    FieldPanel("access"),
                    FieldPanel("market"),
                ],
                heading="Where",
            ),
            ObjectList(
                [
                    InlinePanel("opening_hours", heading="Opening hours", label="Hours"),
                    InlinePanel("special_days", heading="Special days", label="Special day"),
                ],
                heading="Hours",
            ),
            ObjectList([InlinePanel("notices", heading="Notices", label="Notice")], heading="Notices"),
            ObjectList(
                [
                    FieldPanel("signal_colour"),
                    FieldPanel("social_image"),
                    InlinePanel("social_links", heading="Social links", label="Link"),
                ],
                heading="Look and links",
            ),
        ]
    )

    class Meta:
        verbose_name = "Clinic"

    def __str__(self) -> str:
        return self.name


class OpeningHours(Orderable):
    """When the clinic is open on a weekday; two rows make a lunch break."""

    clinic = ParentalKey(ClinicSettings, on_delete=models.CASCADE, related_name="opening_hours")
    weekday = models.PositiveSmallIntegerField(choices=list(enumerate(WEEKDAYS)))
    opens = models.TimeField()
    closes = models.TimeField()

    panels = [FieldRowPanel([FieldPanel("weekday"), FieldPanel("opens"), FieldPanel("closes")])]

    def clean(self) -> None:
        super().clean()
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": "Closing time is not after opening time."})


class SpecialDay(Orderable):
    """Days with other hours: closed, or open at other times."""

    clinic = ParentalKey(ClinicSettings, on_delete=models.CASCADE, related_name="special_days")
    label = models.CharField(max_length=80, help_text="For example: Thanksgiving")
    first_day = models.DateField()
    last_day = models.DateField()
    opens = models.TimeField(null=True, blank=True, help_text="Both times empty: closed.")
    closes = models.TimeField(null=True, blank=True)

    panels = [
        FieldPanel("label"),
        FieldRowPanel([FieldPanel("first_day"), FieldPanel("last_day")]),
        FieldRowPanel([FieldPanel("opens"), FieldPanel("closes")]),
    ]

    def clean(self) -> None:
        super().clean()
        if self.first_day and self.last_day and self.last_day < self.first_day:
            raise ValidationError({"last_day": "The last day is before the first."})
        if bool(self.opens) != bool(self.closes):
            raise ValidationError({"closes": "Give both times, or neither for a closed day."})
        if self.opens and self.closes and self.closes <= self.opens:
            raise ValidationError({"closes": "Closing time is not after opening time."})


class Notice(Orderable):
    """An announcement on every page between two moments."""

    clinic = ParentalKey(ClinicSettings, on_delete=models.CASCADE, related_name="notices")
    text = models.CharField(max_length=240)
    url = models.CharField("link", max_length=200, blank=True, help_text="A page's address, such as /contact/.")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()

    panels = [
        FieldPanel("text"),
        FieldPanel("url"),
        FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")]),
    ]

    def clean(self) -> None:
        super().clean()
        if self.starts_at and self.ends_at and self.ends_at <= self.starts_at:
            raise ValidationError({"ends_at": "The end is not after the start."})
        if (self.url and not self.url.startswith(("/", "https://"))) or self.url.startswith("//"):
            raise ValidationError({"url": "Start with / for a page of this site, or with https://."})


class SocialLink(Orderable):
    """A profile of the clinic elsewhere."""

    clinic = ParentalKey(ClinicSettings, on_delete=models.CASCADE, related_name="social_links")
    name = models.CharField(max_length=40)
    url = models.URLField()

    panels = [FieldRowPanel([FieldPanel("name"), FieldPanel("url")])]
