"""Testimonials, with the clients' recorded consent."""

import re

from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone

FIRST_NAME = re.compile(r"[^\W\d_]+(?:[-’'][^\W\d_]+)*")
INITIALS = re.compile(r"(?:[^\W\d_]\.? ?){1,3}")


class Testimonial(models.Model):
    """A client's own words, which are only shown with valid consent."""

    class ConsentHow(models.TextChoices):
        SIGNED = "signed", "On a signed form"
        WRITTEN = "written", "In an email or letter"
        ONLINE = "online", "Through a form on this site"
        SPOKEN = "spoken", "Spoken, and noted at once"

    words = models.TextField(
        max_length=600,
        help_text="A real client’s own words, unchanged. Leave out with … what would be too long, never what would "
        "change the meaning.",
    )
    name = models.CharField(max_length=40, help_text="First name or initials only, as agreed with the client.")
    given_on = models.DateField("said on")
    source = models.CharField(
        "where it comes from",
        max_length=120,
        help_text="Visitors read it: a card left at the clinic, an email to us, or the name of a review site.",
    )
    incentive = models.CharField(
        "what the client got for it",
        max_length=120,
        blank=True,
        help_text="Visitors read it: 10% off the next session. Leave empty only if the client got nothing.",
    )
    consent_by = models.CharField(
        "who consented", max_length=120, help_text="The client’s name as on your record. Visitors never see it."
    )
    consent_on = models.DateField("consented on")
    consent_how = models.CharField("how", max_length=8, choices=ConsentHow.choices, default=ConsentHow.SIGNED)
    consent_withdrawn_on = models.DateField(
        "consent withdrawn on",
        null=True,
        blank=True,
        help_text="Enter the day the client took it back: saving takes the words off every page at once.",
    )

    class Meta:
        ordering = ["-given_on", "pk"]

    def __str__(self) -> str:
        return f"{self.name}, {self.given_on}{'' if self.is_shown else ' (not shown)'}"

    @property
    def is_shown(self) -> bool:
        """Whether consent was given and not withdrawn."""
        return self.consent_withdrawn_on is None and self.consent_on <= timezone.localdate()

    def clean(self) -> None:
        super().clean()
        errors: dict[str, str] = {}
        self.name = " ".join(self.name.split())
        if self.name and not (FIRST_NAME.fullmatch(self.name) or INITIALS.fullmatch(self.name)):
            errors["name"] = "Write a first name or initials only, such as Anna or A. K."
        today = timezone.localdate()
        for field in ("given_on", "consent_on", "consent_withdrawn_on"):
            day = getattr(self, field)
            if day and day > today:
                errors[field] = "This day is in the future."
        if self.consent_withdrawn_on and self.consent_on and self.consent_withdrawn_on < self.consent_on:
            errors["consent_withdrawn_on"] = "This is before the consent was given."
        if re.search(r"[★☆⭐✩✪]|\b\d\s*(?:/\s*\d+|stars?)\b", self.words, re.I):
            errors["words"] = "Leave out stars and scores: only words are shown here."
        if errors:
            raise ValidationError(errors)
