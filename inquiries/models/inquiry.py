"""What a visitor sent, and what became of it."""

import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone

from inquiries.encryption import EncryptedTextField

REFERENCE_LETTERS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # none that look alike


def new_reference() -> str:
    """A short code that staff and visitor can say on the phone, such as `K7QF-3M9P`."""
    code = "".join(secrets.choice(REFERENCE_LETTERS) for _ in range(8))
    return f"{code[:4]}-{code[4:]}"


class Inquiry(models.Model):
    """One inquiry."""

    class State(models.TextChoices):
        NEW = "new", "New"
        CONTACTED = "contacted", "Contacted"
        BOOKED = "booked", "Booked"
        NOT_BOOKED = "not_booked", "Not booked"
        CLOSED = "closed", "Closed"
        SPAM = "spam", "Spam"

    class ContactBy(models.TextChoices):
        EMAIL = "email", "Email"
        PHONE = "phone", "Phone"
        EITHER = "either", "Either"

    reference = models.CharField(max_length=9, unique=True, default=new_reference, editable=False)
    submission_key = models.CharField(max_length=64, unique=True, editable=False)
    content_digest = models.CharField(max_length=64, db_index=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now, db_index=True, editable=False)
    state = models.CharField(max_length=12, choices=State.choices, default=State.NEW, db_index=True)
    is_suspect = models.BooleanField(default=False, db_index=True)
    suspect_reasons = models.JSONField(default=list, blank=True)

    name = EncryptedTextField()
    email = EncryptedTextField(blank=True)
    phone = EncryptedTextField(blank=True)
    contact_by = models.CharField(max_length=8, choices=ContactBy.choices, default=ContactBy.EITHER)
    times = EncryptedTextField("preferred times", blank=True)
    about = EncryptedTextField(blank=True, help_text="Titles of the conditions chosen, one a line.")
    message = EncryptedTextField(blank=True)
    answers = EncryptedTextField("answers to extra questions", blank=True)
    consent_text = models.TextField(blank=True)

    source_page = models.ForeignKey(
        "wagtailcore.Page", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    referrer_host = models.CharField(max_length=120, blank=True)
    campaign = models.JSONField(default=dict, blank=True)
    sender_hash = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["-created_at"]
        verbose_name_plural = "inquiries"

    def __str__(self) -> str:
        return f"Inquiry {self.reference}"

    @property
    def first_name(self) -> str:
        return self.name.split()[0] if self.name.split() else ""

    @property
    def admin_url(self) -> str:
        """Address of the inquiry in the admin, for mails to staff."""
        return settings.WAGTAILADMIN_BASE_URL + reverse("inquiry:inspect", args=[self.pk])

    def release(self) -> None:
        """Not spam after all: an inquiry like any other, and its mails go out now."""
        from inquiries.outbox import enqueue_notifications

        self.is_suspect = False
        self.state = self.State.NEW
        self.save(update_fields=["is_suspect", "state"])
        enqueue_notifications(self)

    def note(self, kind: str, text: str = "", **data: Any) -> "InquiryEvent":
        """Add to the timeline."""
        return InquiryEvent.objects.create(inquiry=self, kind=kind, text=text, data=data)


class InquiryEvent(models.Model):
    """Something that happened to an inquiry; the timeline."""

    inquiry = models.ForeignKey(Inquiry, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=40)
    text = EncryptedTextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "pk"]

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"
