"""Kinds of session and what they cost."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldRowPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from content.models.base import BodyPage


class Currency(models.TextChoices):
    """ISO 4217 codes."""

    USD = "USD", "USD – US dollar"
    GBP = "GBP", "GBP – pound sterling"
    EUR = "EUR", "EUR – euro"
    CAD = "CAD", "CAD – Canadian dollar"


@register_snippet
class SessionType(index.Indexed, models.Model):
    """A kind of session, shown wherever sessions are shown."""

    key = models.SlugField(
        unique=True,
        help_text="A short name without spaces, such as first-session. Visitors don’t see it. Don’t change it later.",
    )
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5)])
    price = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        null=True,
        blank=True,
        help_text="For one session, tax included. Leave empty to show “Price on request”.",
    )
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.USD)
    description = models.TextField(blank=True)
    suits = models.TextField(blank=True, help_text="Who it suits, and who it doesn’t.")
    order = models.PositiveSmallIntegerField(
        default=0, help_text="The lowest number comes first; for equal numbers, the shorter session."
    )
    is_sample = models.BooleanField(
        default=False, help_text="Marks the price as a sample on the page. Clear the box once it is real."
    )

    panels = [
        "name",
        "key",
        FieldRowPanel(["minutes", "price", "currency"]),
        "description",
        "suits",
        "order",
        "is_sample",
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["order", "minutes"]

    def __str__(self) -> str:
        return f"{self.name} ({self.minutes} min)"


class SessionsPage(BodyPage):
    kind_label = "Sessions and prices"
    page_description = "What you offer, how long it takes and what it costs"
    offers_inquiry = True
