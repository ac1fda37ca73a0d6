"""The home page."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest
from wagtail.admin.panels import FieldRowPanel, MultiFieldPanel, PageChooserPanel
from wagtail.models import PagePermissionTester
from wagtail.url_routing import RouteResult

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.caching.routing import readable
from content.models.base import ClinicPage
from content.models.pain_map import region_map
from content.models.practitioner import PractitionerPage, with_photos
from content.models.search_text import SearchText
from content.models.session import SessionType, cheapest
from content.text.directory import children_of, directory, of_type, page_at

PEOPLE_SHOWN = 3


class HomePermissions(PagePermissionTester):
    """Nobody takes down a site's home page: every address would lead nowhere, and the settings would go with it."""

    def can_unpublish(self) -> bool:
        return super().can_unpublish() and not self.page.is_site_root()

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return super().can_delete(ignore_bulk) and not self.page.is_site_root()


class HomePage(ClinicPage):
    kind_label = "Home"
    lost_if_gone = "Whoever comes to the site’s address is told that there is no such page."
    style_parts = ("figure", "key", "home")
    unused_components = ("ask_aside", "breadcrumb", "byline", "page", "place_list", "red_flags")
    page_description = "The first screen: what you offer, who it is for, and how to ask"
    hero_heading = models.CharField(max_length=90, help_text="The first words a visitor reads.")
    hero_text = models.CharField(max_length=220, help_text="What you offer and who it is for, in a sentence or two.")
    hero_button = models.CharField(max_length=40, default="Ask about a session")
    example_muscle = models.ForeignKey(
        "content.MusclePage",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="Its pattern is drawn beside the first words. A pattern in the upper half of the body can be seen "
        "on a phone without scrolling. Leave empty for no drawing.",
    )
    example_felt = models.CharField(
        "words for the rings", max_length=40, default="where it is felt", help_text="Such as “felt down the arm”."
    )
    example_starts = models.CharField(
        "words for the point", max_length=40, default="where it may start", help_text="Such as “may start in the neck”."
    )
    visit_heading = models.CharField(
        "heading of who, where and how much",
        max_length=60,
        default="Who, where, and how much",
        help_text="Appears above three parts: who gives sessions (from the practitioners’ pages), where and when (from "
        "the clinic’s settings), and what sessions cost. Parts with nothing to show are left out.",
    )
    first_session = models.ForeignKey(
        "content.SessionType",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        verbose_name="session to begin with",
        help_text="What new people book: its length and price are shown first. "
        "Leave empty for the first kind of session.",
    )
    map_text = models.CharField(
        "words beside the pain map", max_length=220, blank=True, help_text="What a visitor does there and finds."
    )
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [
        *ClinicPage.content_panels,
        MultiFieldPanel(["hero_heading", "hero_text", "hero_button"], heading="First screen"),
        MultiFieldPanel(
            [
                PageChooserPanel("example_muscle", "content.MusclePage"),
                FieldRowPanel(["example_felt", "example_starts"]),
            ],
            heading="Drawing beside it",
        ),
        MultiFieldPanel(["visit_heading", "first_session"], heading="Who, where, and how much"),
        "map_text",
        "body",
        *ClinicPage.evidence_panels,
    ]
    search_fields = [
        *ClinicPage.search_fields,
        SearchText("hero_heading"),
        SearchText("hero_text"),
        SearchText("body"),
    ]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = 1

    def permissions_for_user(self, user: Any) -> HomePermissions:
        return HomePermissions(user, self)

    def clean(self) -> None:
        super().clean()
        if self.expire_at:
            raise ValidationError({"expire_at": "The home page can’t be unpublished, so it has no such date."})

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Route directly to a URL's page; Wagtail would make two queries per level."""
        page, rest = page_at(self, path_components)
        found: RouteResult = page.route(request, rest) if page else super().route(request, path_components)
        return found

    def linked(self) -> dict[str, Any]:
        example = self.example_muscle if self.example_muscle_id in directory() else None
        people = readable(PractitionerPage.objects.descendant_of(self)).filter(sessions__isnull=False).distinct()
        sessions = SessionType.every()
        first = next((one for one in sessions if one.pk == self.first_session_id), next(iter(sessions), None))
        lowest, is_from = cheapest(sessions)
        return super().linked() | {
            "figure": region_map(of_type("regionpage", below=self.path)),
            "map_page": next((one for one in children_of(self) if one.model_name == "painmappage"), None),
            "people": list(with_photos(people)[:PEOPLE_SHOWN]),
            "first_session": first,
            "sessions": sorted(sessions, key=lambda session: session != first),
            "lowest": lowest,
            "is_from": is_from,
            "example": example.picture("plates") if example else None,
        }
