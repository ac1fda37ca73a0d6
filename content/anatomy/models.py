"""Muscles, body regions and the patterns in which pain is felt away from where it starts."""

from typing import Any

from django.db import models
from modelcluster.fields import ParentalKey
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel
from wagtail.fields import RichTextField
from wagtail.models import Orderable, Page
from wagtail.search import index

from content.cards import Card, card, cards
from content.models.base import RELATED_SHOWN, ClinicPage

PROSE = ["bold", "italic", "link", "ul", "ol"]


def sharing(model: type[Page], page: Page, shared: models.Q) -> list[Page]:
    """Live pages of a type with the most in common with `page`; those with nothing in common are left out."""
    others = model.objects.live().public().exclude(pk=page.pk)
    counted = others.annotate(shared=models.Count("referrals", filter=shared, distinct=True))
    return list(counted.filter(shared__gt=0).order_by("-shared", "path")[:RELATED_SHOWN])


class PainMapPage(ClinicPage):
    """Where do you feel it? The figure, front and back, and the list of regions."""

    kind_label = "Pain map"
    intro = RichTextField(blank=True, features=PROSE)

    content_panels = [*ClinicPage.content_panels, FieldPanel("intro"), *ClinicPage.evidence_panels]
    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.RegionPage"]

    def linked(self) -> dict[str, Any]:
        regions = RegionPage.objects.child_of(self).live().public().order_by("path")
        return super().linked() | {"regions": cards(regions)}

    def computed_related(self) -> list[Page]:
        return []


class RegionPage(ClinicPage):
    """A body region: which muscles most often refer pain there."""

    kind_label = "Body region"
    schema_type = "MedicalWebPage"
    offers_inquiry = True
    anatomical_name = models.CharField(max_length=120, blank=True)
    views = models.CharField(
        max_length=5,
        choices=[("front", "Front"), ("back", "Back"), ("both", "Front and back")],
        default="back",
    )
    sided = models.BooleanField("has a left and a right", default=True)
    what_people_notice = RichTextField(blank=True, features=PROSE)
    other_causes = RichTextField(blank=True, features=PROSE)

    content_panels = [
        *ClinicPage.content_panels,
        FieldPanel("anatomical_name"),
        FieldRowPanel([FieldPanel("views"), FieldPanel("sided")]),
        FieldPanel("what_people_notice"),
        FieldPanel("other_causes"),
        InlinePanel("red_flags", heading="Red flags", label="Red flag"),
        *ClinicPage.evidence_panels,
    ]
    search_fields = [
        *ClinicPage.search_fields,
        index.SearchField("anatomical_name"),
        index.SearchField("what_people_notice"),
        index.SearchField("other_causes"),
    ]
    parent_page_types = ["content.PainMapPage"]
    subpage_types: list[str] = []

    def computed_related(self) -> list[Page]:
        """Regions where the most of the same muscles are felt."""
        muscles = self.referrals.values_list("muscle", flat=True)
        return sharing(RegionPage, self, models.Q(referrals__muscle__in=list(muscles)))

    def linked(self) -> dict[str, Any]:
        patterns = list(self.referrals.filter(muscle__live=True).select_related("muscle").order_by("muscle__path"))

        def of(strength: ReferralPattern.Strength) -> list[Card]:
            return [card(pattern.muscle, pattern.note) for pattern in patterns if pattern.strength == strength]

        return super().linked() | {
            "often": of(ReferralPattern.Strength.PRIMARY),
            "sometimes": of(ReferralPattern.Strength.SPILLOVER),
            "red_flags": list(self.red_flags.all()),
        }


class RegionRedFlag(Orderable):
    """Signs in a region that belong to a doctor."""

    page = ParentalKey(RegionPage, on_delete=models.CASCADE, related_name="red_flags")
    level = models.CharField(
        max_length=10,
        choices=[("emergency", "Emergency"), ("urgent", "Urgent"), ("soon", "Soon")],
        default="urgent",
    )
    heading = models.CharField(max_length=120, blank=True)
    signs = models.TextField(help_text="One sign a line.")

    panels = [FieldPanel("level"), FieldPanel("heading"), FieldPanel("signs")]

    def sign_list(self) -> list[str]:
        return [line.strip() for line in self.signs.splitlines() if line.strip()]


class MuscleIndexPage(ClinicPage):
    """All muscles."""

    kind_label = "Muscles"
    schema_type = "CollectionPage"

    parent_page_types = ["content.HomePage"]
    subpage_types = ["content.MusclePage"]

    def linked(self) -> dict[str, Any]:
        muscles = MusclePage.objects.child_of(self).live().public().order_by("path")
        return super().linked() | {"cards": cards(muscles)}

    def computed_related(self) -> list[Page]:
        return []


class MusclePage(ClinicPage):
    """A muscle: where it lies, what overloads it, where its pain is often felt."""

    kind_label = "Muscle"
    schema_type = "MedicalWebPage"
    offers_inquiry = True
    latin_name = models.CharField(max_length=120)
    common_name = models.CharField(max_length=120, blank=True)
    where_it_is = models.TextField(blank=True)
    what_it_does = models.TextField(blank=True)
    overload = RichTextField("what tends to overload it", blank=True, features=PROSE)
    signs = RichTextField("what people notice", blank=True, features=PROSE)
    session_note = RichTextField("what a session does about it", blank=True, features=PROSE)
    self_care = RichTextField("safe self-care", blank=True, features=PROSE)
    other_causes = RichTextField("when it is not this", blank=True, features=PROSE)
    evidence = models.TextField("how far the evidence goes", blank=True)
    point_view = models.CharField(max_length=5, choices=[("front", "Front"), ("back", "Back")], default="back")
    point_x = models.FloatField(null=True, blank=True, help_text="On the figure, right-hand side of the body.")
    point_y = models.FloatField(null=True, blank=True)

    content_panels = [
        *ClinicPage.content_panels,
        FieldRowPanel([FieldPanel("latin_name"), FieldPanel("common_name")]),
        FieldPanel("where_it_is"),
        FieldPanel("what_it_does"),
        InlinePanel("referrals", heading="Where its pain is felt", label="Referral"),
        FieldPanel("signs"),
        FieldPanel("overload"),
        FieldPanel("session_note"),
        FieldPanel("self_care"),
        FieldPanel("other_causes"),
        FieldPanel("evidence"),
        MultiFieldPanel(
            [FieldPanel("point_view"), FieldRowPanel([FieldPanel("point_x"), FieldPanel("point_y")])],
            heading="Point on the figure",
        ),
        *ClinicPage.evidence_panels,
    ]
    search_fields = [
        *ClinicPage.search_fields,
        index.SearchField("latin_name", boost=2),
        index.SearchField("common_name", boost=2),
        index.SearchField("signs"),
        index.SearchField("overload"),
        index.SearchField("where_it_is"),
    ]
    parent_page_types = ["content.MuscleIndexPage"]
    subpage_types: list[str] = []

    def computed_related(self) -> list[Page]:
        """Muscles that are felt in the most of the same regions."""
        regions = [pattern.region_id for pattern in self.referrals.all()]
        return sharing(MusclePage, self, models.Q(referrals__region__in=regions))

    def linked(self) -> dict[str, Any]:
        patterns = [p for p in self.referrals.select_related("region") if p.region.live]

        def of(strength: ReferralPattern.Strength) -> list[Card]:
            return [card(pattern.region, pattern.note) for pattern in patterns if pattern.strength == strength]

        return super().linked() | {
            "often": of(ReferralPattern.Strength.PRIMARY),
            "sometimes": of(ReferralPattern.Strength.SPILLOVER),
        }


class ReferralPattern(Orderable):
    """Where a muscle's trigger points are felt: muscle → region, with how far that is known."""

    class Strength(models.TextChoices):
        PRIMARY = "primary", "Often"
        SPILLOVER = "spillover", "Sometimes"

    muscle = ParentalKey(MusclePage, on_delete=models.CASCADE, related_name="referrals")
    region = models.ForeignKey(RegionPage, on_delete=models.CASCADE, related_name="referrals")
    strength = models.CharField(max_length=10, choices=Strength.choices, default=Strength.PRIMARY)
    note = models.CharField(max_length=250, blank=True)
    source = models.ForeignKey("content.Source", null=True, blank=True, on_delete=models.PROTECT, related_name="+")

    panels = [FieldPanel("region"), FieldPanel("strength"), FieldPanel("note"), FieldPanel("source")]
