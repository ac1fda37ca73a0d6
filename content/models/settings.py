"""The clinic's facts, edited once and shown everywhere."""

from typing import Self

from django.core.exceptions import ValidationError
from django.db import models
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldRowPanel, InlinePanel, ObjectList, TabbedInterface
from wagtail.contrib.settings.models import register_setting

from content.caching.routing import the_site
from content.models.clinic_form import ClinicForm
from content.models.coming_soon import ComingSoon
from content.models.link import OutsideRules
from content.models.looks import Looks
from content.models.map_link import MapLinkField
from content.models.privacy_details import PrivacyDetails
from content.models.review_rules import ReviewRules
from content.text.hours import Schedule, Span, Special, joined
from content.text.markets import MARKETS, MarketFacts
from content.text.phone import phone_href
from content.text.zones import server_zone, zone_choices


class Market(models.TextChoices):
    US = "US", "United States"
    UK = "UK", "United Kingdom"


class Country(models.TextChoices):
    """Countries where one of the markets' emergency numbers applies; ISO 3166 codes."""

    US = "US", "United States"
    CA = "CA", "Canada"
    PR = "PR", "Puerto Rico"
    GB = "GB", "United Kingdom"
    GG = "GG", "Guernsey"
    JE = "JE", "Jersey"
    IM = "IM", "Isle of Man"


# The region in which phone numbers don't need a country code.
UK_COUNTRIES = {Country.GB, Country.GG, Country.JE, Country.IM}

NOT_DIALABLE = (
    "No phone can dial this. Write the number with its area code, such as (555) 555-0142, or with + and the country "
    "code. Replace letters, as in 1-800-CLINIC, with digits."
)


@register_setting(icon="home")
class ClinicSettings(ClusterableModel, Looks, ReviewRules, ComingSoon, PrivacyDetails, OutsideRules):
    """The clinic's name, contact details, address, hours, notices, and looks."""

    name = models.CharField(max_length=80, default="Pinpoint")
    tagline = models.CharField(
        max_length=120,
        blank=True,
        help_text="What the clinic is, in a short phrase. Shown under its name at the bottom of every page.",
    )
    phone = models.CharField(
        max_length=40,
        blank=True,
        help_text="As you would print it: (555) 555-0142, or +44 20 7946 0000. An extension at the end: ext. 12. "
        "Visitors can tap it to call.",
    )
    email = models.EmailField(blank=True)
    street = models.CharField(max_length=120, blank=True)
    locality = models.CharField("town", max_length=80, blank=True)
    region = models.CharField("state or county", max_length=80, blank=True)
    postal_code = models.CharField(max_length=20, blank=True)
    country = models.CharField(max_length=2, choices=Country.choices, default=Country.US)
    service_area = models.CharField(
        max_length=160,
        blank=True,
        help_text="Where your clients come from, such as “Sampletown and nearby towns”. Every page says “Serving …” "
        "at the bottom.",
    )
    access = models.TextField("getting in", blank=True, help_text="Parking, steps, elevator, buzzer.")
    market = models.CharField(
        max_length=2,
        choices=Market.choices,
        default=Market.US,
        help_text="Determines which emergency numbers the site shows and how it writes dates and times.",
    )
    time_zone = models.CharField(
        max_length=64,
        choices=zone_choices,
        default=server_zone,
        help_text="Opening hours, appointments, emails, reports and every date and time on this site follow it, "
        "including when the clocks change. If you change the market, that country’s time zone is suggested, unless "
        "you choose another.",
    )
    booking_url = models.URLField(
        "booking link",
        blank=True,
        help_text="The address of your online booking, if you have one. Shown next to every inquiry form.",
    )
    voucher_url = models.URLField(
        "gift voucher link",
        blank=True,
        help_text="Where people buy a session for somebody else, with https://. Shown below the prices.",
    )
    map_url = MapLinkField(
        "place on the map",
        blank=True,
        help_text="Paste the link that your map app shares, or the coordinates, such as 40.7128, -74.0060. "
        "Leave empty for a search for your address on OpenStreetMap.",
    )
    is_sample = models.BooleanField(
        "this is the sample clinic",
        default=False,
        help_text="Says on every page that the name and address are samples. Clear the box once they are yours.",
    )

    launch_list_put_away = models.BooleanField(default=False, editable=False)  # unused: goes with the next release

    edit_handler = TabbedInterface(
        [
            ObjectList(["name", "tagline", "phone", "email", "is_sample"], heading="Clinic"),
            ObjectList(["booking_url", "voucher_url"], heading="Sessions"),
            ObjectList(
                [
                    "street",
                    FieldRowPanel(["locality", "region"]),
                    FieldRowPanel(["postal_code", "country"]),
                    "service_area",
                    "access",
                    "map_url",
                    FieldRowPanel(["market", "time_zone"]),
                ],
                heading="Where",
            ),
            ObjectList(
                [
                    InlinePanel("opening_hours", heading="Opening hours", label="Hours"),
                    InlinePanel("special_days", heading="Closures and special days", label="Closure or special day"),
                ],
                heading="Hours",
            ),
            ObjectList([InlinePanel("notices", heading="Notices", label="Notice")], heading="Notices"),
            ObjectList(ReviewRules.rules_panels, heading="Health pages"),
            ObjectList(PrivacyDetails.privacy_panels, heading="Privacy"),
            ObjectList(ComingSoon.coming_soon_panels, heading="Before you open"),
            ObjectList(OutsideRules.outside_panels, heading="Internet"),
            ObjectList(
                [*Looks.look_panels, InlinePanel("social_links", heading="Social links", label="Link")],
                heading="Look and links",
            ),
        ],
        base_form_class=ClinicForm,
    )

    class Meta:
        verbose_name = "Clinic"

    def __str__(self) -> str:
        return self.name

    @classmethod
    def default(cls) -> Self:
        """Return the settings, for code that runs without a request."""
        found: Self = cls.for_site(the_site())
        return found

    def schedule(self) -> Schedule:
        weekly: dict[int, list[Span]] = {}
        for row in self.opening_hours.all():
            weekly.setdefault(row.weekday, []).append(Span(row.opens, row.closes))
        specials = [
            Special(
                day.label,
                day.first_day,
                day.last_day,
                Span(day.opens, day.closes) if day.opens and day.closes else None,
                day.note,
                day.notice_from,
            )
            for day in self.special_days.all()
        ]
        return Schedule({day: joined(spans) for day, spans in weekly.items()}, specials)

    @property
    def responsible(self) -> str:
        """The data controller: the legal name, or else the clinic's name."""
        return self.legal_name or self.name

    @property
    def market_facts(self) -> MarketFacts:
        return MARKETS[self.market]

    def clean(self) -> None:
        super().clean()
        if self.phone and self.market in MARKETS and not phone_href(self.phone, self.market_facts.phone_region):
            raise ValidationError({"phone": NOT_DIALABLE})
        if self.country and (self.country in UK_COUNTRIES) != (self.market == Market.UK):
            raise ValidationError({"market": f"These are not the emergency numbers of {self.get_country_display()}."})
