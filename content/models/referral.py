"""Rows of regions and muscles: red flags, and the referral patterns that connect the two."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.models import Page

from content.anatomy.pain_map_data import RedFlag, ShortFlags, short_flags
from content.models.ordered import OrderedRow
from content.text.directory import first_conditions, listed

PROSE = ["bold", "italic", "link", "ul", "ol"]


class RegionRedFlag(OrderedRow):
    """Signs in a region that need a doctor."""

    page = ParentalKey("content.RegionPage", on_delete=models.CASCADE, related_name="red_flags")
    level = models.CharField(
        max_length=10,
        choices=[("emergency", "Emergency"), ("urgent", "Urgent"), ("soon", "Soon")],
        default="urgent",
    )
    heading = models.CharField(max_length=120, blank=True)
    signs = models.TextField(help_text="One sign per line.")

    panels = ["level", "heading", "signs"]

    def as_data(self) -> RedFlag:
        signs = tuple(line.strip() for line in self.signs.splitlines() if line.strip())
        return RedFlag(self.level, self.heading, signs)


class ReferralPattern(OrderedRow):
    """A region where a muscle's trigger points are felt, and how often."""

    class Strength(models.TextChoices):
        PRIMARY = "primary", "Often"
        SPILLOVER = "spillover", "Sometimes"

    muscle = ParentalKey("content.MusclePage", on_delete=models.CASCADE, related_name="referrals")
    region = models.ForeignKey("content.RegionPage", on_delete=models.CASCADE, related_name="referrals")
    strength = models.CharField(max_length=10, choices=Strength.choices, default=Strength.PRIMARY)
    note = models.CharField(max_length=250, blank=True)
    source = models.ForeignKey("content.Source", null=True, on_delete=models.PROTECT, related_name="+")

    panels = ["region", "strength", "note", "source"]

    @property
    def state(self) -> str:
        """The region's state in the figure: often or sometimes."""
        return {self.Strength.PRIMARY: "often", self.Strength.SPILLOVER: "sometimes"}[self.Strength(self.strength)]

    @property
    def is_studied(self) -> bool:
        """Whether a study described it; otherwise it is from a textbook."""
        return bool(self.source and self.source.kind == "trial")

    @property
    def remark(self) -> str:
        """Where in the region it is felt, and whether a study described it."""
        studied = "described in a study" if self.is_studied else ""
        return "; ".join(part for part in (self.note.rstrip("."), studied) if part)

    class Meta(OrderedRow.Meta):
        constraints = [models.UniqueConstraint(fields=["muscle", "region"], name="one_referral_a_region")]


def red_flags_of(patterns: Iterable[ReferralPattern]) -> ShortFlags | None:
    """Return red flags of the regions where a muscle is felt, those where it often is first."""
    pain_map = apps.get_model("content", "PainMapPage")
    often_first = sorted(patterns, key=lambda pattern: pattern.state != "often")
    flags = [[flag.as_data() for flag in pattern.region.red_flags.all()] for pattern in often_first]
    return short_flags(flags, (pain_map.current() or pain_map()).wording())


def conditions_of(page: Page) -> dict[str, Any]:
    """Return the first public conditions that name this muscle or region."""
    links = page.condition_links.order_by("page__path").values_list("page", flat=True) if page.pk else []
    return first_conditions(listed(links))
