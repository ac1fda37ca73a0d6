"""Session types and prices."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any, Self

from django.core.validators import MinValueValidator
from django.db import models
from wagtail.admin.panels import FieldRowPanel
from wagtail.search import index

from content.caching.version import per_version
from content.models.base import BodyPage, ClinicPage
from content.models.search_text import SearchText
from content.models.stale_form import StaleCheckModelForm
from content.text.keys import free_key


class Currency(models.TextChoices):
    """ISO 4217 codes."""

    USD = "USD", "$ – US dollar"
    GBP = "GBP", "£ – pound sterling"
    EUR = "EUR", "€ – euro"
    CAD = "CAD", "$ – Canadian dollar"


class SessionType(index.Indexed, models.Model):
    """A session type."""

    key = models.SlugField(unique=True, editable=False)  # made from the original name; used in URLs of structured data
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
    suits = models.TextField(
        blank=True, help_text="Who it suits, such as “Everyone who is new here.” Shown after “Good for”."
    )
    not_for = models.TextField(
        blank=True,
        help_text="Who it doesn’t suit, such as “A first visit. There is no time for the long talk.” Shown after "
        "“Not for”. Leave empty to omit it.",
    )
    booking_url = models.URLField(
        "booking link",
        blank=True,
        help_text="Where this kind of session is booked online, with https://. "
        "Leave empty for the clinic’s booking link.",
    )
    order = models.PositiveSmallIntegerField(
        default=0, help_text="The lowest number comes first; for equal numbers, the shorter session."
    )
    is_sample = models.BooleanField(
        default=False, help_text="Marks the price as a sample on the page. Clear the box once it is real."
    )

    base_form_class = StaleCheckModelForm
    panels = [
        "name",
        FieldRowPanel(["minutes", "price", "currency"]),
        "description",
        "suits",
        "not_for",
        "booking_url",
        "order",
        "is_sample",
    ]
    search_fields = [index.AutocompleteField("name"), index.SearchField("name")]

    class Meta:
        ordering = ["order", "minutes"]

    def __str__(self) -> str:
        return f"{self.name} ({self.minutes} min)"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.key = self.key or free_key(SessionType, "key", self.name)
        super().save(*args, **kwargs)

    @classmethod
    def every(cls) -> list[Self]:
        """Return every session type in order; cached until the content changes."""
        return per_version("sessions", lambda: list(cls.objects.all()))


def cheapest(sessions: Iterable[SessionType]) -> tuple[SessionType | None, bool]:
    """Return the cheapest session in the first one's currency, and whether others cost more ("from")."""
    priced = [session for session in sessions if session.price is not None]
    same = [session for session in priced if session.currency == priced[0].currency]
    lowest = min(same, key=lambda session: session.price or 0, default=None)
    return lowest, any(session.price != lowest.price for session in same if lowest)


class SessionsPage(BodyPage):
    kind_label = "Sessions and prices"
    page_description = "What you offer, how long it takes and what it costs"
    offers_inquiry = True
    cancellation = models.TextField(
        "changing or canceling",
        blank=True,
        help_text="How late people may change or cancel a session, and what it costs after that. Shown in a box after "
        "the body. Leave empty to omit it.",
    )

    content_panels = [*ClinicPage.content_panels, "body", "cancellation", *ClinicPage.evidence_panels]
    search_fields = [*BodyPage.search_fields, SearchText("cancellation")]

    def linked(self) -> dict[str, Any]:
        lowest, is_from = cheapest(SessionType.every())
        return super().linked() | {"lowest": lowest, "is_from": is_from}
