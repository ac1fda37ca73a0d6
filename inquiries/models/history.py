"""An inquiry's timeline, and staff's notes about it."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from inquiries.crypto.fields import EncryptedTextField


class Signed(models.Model):
    """A record that keeps the name of whoever made it."""

    by = models.CharField(
        max_length=301, blank=True, default="", db_default="", help_text="Whose it was, once their account is deleted."
    )

    class Meta:
        abstract = True


class InquiryEvent(Signed):
    """Something that happened to an inquiry, shown on its timeline."""

    wagtail_reference_index_ignore = True

    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField(max_length=40)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = EncryptedTextField(blank=True)
    data = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.kind} at {self.at:%Y-%m-%d %H:%M}"


class InquiryNote(Signed):
    """A note among staff, which visitors never see."""

    wagtail_reference_index_ignore = True

    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.CASCADE, related_name="notes")
    at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    text = EncryptedTextField()

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"Note of {self.at:%Y-%m-%d %H:%M}"
