"""Kinds of session and what they cost."""

from decimal import Decimal

from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.search import index
from wagtail.snippets.models import register_snippet

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.models.base import ClinicPage
from content.models.search_text import SearchText


class Currency(models.TextChoices):
    """Codes of ISO 4217, as search engines are told them."""

    USD = "USD", "USD – US dollar"
    GBP = "GBP", "GBP – pound sterling"
    EUR = "EUR", "EUR – euro"
    CAD = "CAD", "CAD – Canadian dollar"


@register_snippet
class SessionType(index.Indexed, models.Model):
    """A kind of session, shown wherever sessions are shown."""

    key = models.SlugField(
        unique=True,
        help_text="A short name without spaces, such as first-session. Visitors don’t see it; once set, leave it.",
    )
    name = models.CharField(max_length=80)
    minutes = models.PositiveSmallIntegerField(validators=[MinValueValidator(5)])
    price = models.DecimalField(
        max_digits=8,
        decimal_places=2,
        validators=[MinValueValidator(Decimal(0))],
        null=True,
        blank=True,
        help_text="For one session, tax included. Empty: “Price on request”.",
    )
    currency = models.CharField(max_length=3, choices=Currency.choices, default=Currency.USD)
    description = models.TextField(blank=True)
    suits = models.TextField(blank=True, help_text="Whom it suits, and whom it doesn't.")
    order = models.PositiveSmallIntegerField(
        default=0, help_text="The lowest number comes first; of equal ones the shorter session."
    )
    is_sample = models.BooleanField(
        default=False, help_text="Marks the price as a sample on the page. Untick once it is real."
    )

    panels = [
        FieldPanel("name"),
        FieldPanel("key"),
        FieldRowPanel([FieldPanel("minutes"), FieldPanel("price"), FieldPanel("currency")]),
        FieldPanel("description"),
        FieldPanel("suits"),
        FieldPanel("order"),
        FieldPanel("is_sample"),
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["order", "minutes"]

    def __str__(self) -> str:
        return f"{self.name} ({self.minutes} min)"


class SessionsPage(ClinicPage):
    """Sessions and prices."""

    kind_label = "Sessions and prices"
    page_description = "What you offer, how long it takes and what it costs"
    offers_inquiry = True
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [*ClinicPage.content_panels, FieldPanel("body"), *ClinicPage.evidence_panels]
    search_fields = [*ClinicPage.search_fields, SearchText("body")]
    parent_page_types = ["content.HomePage"]
    subpage_types: list[str] = []
