"""The clinic's people, who are also authors and reviewers."""

from typing import Any

from django import forms
from django.conf import settings
from django.db import models
from modelcluster.fields import ParentalManyToManyField
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel

from content.blocks import VOCABULARY
from content.blocks.field import VocabularyField
from content.caching.routing import readable
from content.models.base import BodyPage, ClinicPage
from content.models.search_text import SearchText
from content.text.directory import first_conditions, of_type


def with_photos(people: Any) -> Any:
    """Return people in tree order, with their photos' renditions prefetched."""
    return people.select_related("photo").prefetch_related("photo__renditions").order_by("path")


class PractitionerIndexPage(BodyPage):
    kind_label = "Practitioners"
    page_description = "The team"
    schema_type = "CollectionPage"
    subpage_types = ["content.PractitionerPage"]

    style_parts = ("person",)

    def linked(self) -> dict[str, Any]:
        people = readable(PractitionerPage.objects.child_of(self))
        return super().linked() | {"practitioners": list(with_photos(people))}


class PractitionerPage(ClinicPage):
    kind_label = "Practitioner"
    kind_plural = "Practitioners"
    page_description = "One person; also an author or reviewer of pages"
    schema_type = "ProfilePage"
    offers_inquiry = True
    style_parts = ("person",)
    role = models.CharField(max_length=80)
    credentials = models.CharField(
        max_length=200,
        blank=True,
        help_text="Credentials as they appear in the register, separated by commas: LMT, Certified Myofascial "
        "Trigger Point Therapist.",
    )
    licence_number = models.CharField(
        "license number", max_length=60, blank=True, help_text="As it appears in the register."
    )
    register_url = models.URLField(
        "register link", blank=True, help_text="Where anyone can check the license, with https://."
    )
    languages = models.CharField(
        max_length=120,
        blank=True,
        help_text="Languages they can treat people in, separated by commas: English, Spanish.",
    )
    conditions = ParentalManyToManyField(
        "content.ConditionPage",
        blank=True,
        related_name="practitioners",
        verbose_name="what they treat",
        help_text="What people come to them for. Shown on their page, each with a link.",
    )
    sessions = ParentalManyToManyField(
        "content.SessionType",
        blank=True,
        related_name="practitioners",
        help_text="The kinds of session they give. Anyone who gives one is shown on the home page.",
    )
    photo = models.ForeignKey(
        "wagtailimages.Image",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
        help_text="A well-lit portrait, 800 × 600 pixels or more. If the face isn’t in the middle, draw a box around "
        "it under Images so that it isn’t cut off. Leave empty for a drawing instead.",
    )
    accepting_clients = models.BooleanField(
        "accepting new clients",
        default=True,
        help_text="Their page says so, and has a button “Ask for me” that takes their name into the inquiry.",
    )
    is_sample = models.BooleanField(
        default=False,
        help_text="Marks this person as a sample on every page. Clear the box once it is a real person.",
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="practitioner_pages",
        help_text="The account with which this person signs in here. They can then review health pages in their own "
        "name. Only owners see and set this.",
    )
    body = VocabularyField(VOCABULARY, blank=True)

    content_panels = [
        *ClinicPage.content_panels,
        MultiFieldPanel(
            [
                "role",
                "credentials",
                FieldRowPanel(["licence_number", "register_url"]),
                "languages",
                FieldPanel("conditions", widget=forms.CheckboxSelectMultiple),
                FieldPanel("sessions", widget=forms.CheckboxSelectMultiple),
                "photo",
                "accepting_clients",
                "is_sample",
                FieldPanel("account", permission="content.change_clinicsettings"),
            ],
            heading="The person",
            help_text="One page for each person. When someone leaves, unpublish their page and make a new one for "
            "whoever follows: a new name here would appear under everything that the previous person wrote.",
        ),
        "body",
        *ClinicPage.evidence_panels,
    ]
    search_fields = [*ClinicPage.search_fields, SearchText("role"), SearchText("body")]
    parent_page_types = ["content.PractitionerIndexPage"]
    subpage_types: list[str] = []

    @property
    def asks_for(self) -> list[str]:
        """The practitioner preselected in an inquiry from this page."""
        return [str(self.pk)] if self.accepting_clients else []

    def linked(self) -> dict[str, Any]:
        treats = {condition.pk for condition in self.conditions.all()}
        conditions = [one for one in of_type("conditionpage") if one.pk in treats]
        return super().linked() | first_conditions(conditions) | {"sessions": list(self.sessions.all())}
