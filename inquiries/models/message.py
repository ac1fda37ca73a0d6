"""What the clinic and the visitor write to each other after the inquiry."""

import re

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from wagtail.admin.panels import FieldPanel

from content.models.stale_form import StaleCheckModelForm
from inquiries.crypto.fields import EncryptedTextField
from inquiries.models.history import Signed


class Message(Signed):
    """An email in the conversation. One to the visitor is sent through its Mail in the outbox."""

    wagtail_reference_index_ignore = True

    class Kind(models.TextChoices):
        REPLY = "reply", "Reply"
        PROPOSAL = "proposal", "Appointment proposed"
        CANCELLATION = "cancellation", "Appointment canceled"
        INBOUND = "inbound", "From the visitor"

    inquiry = models.ForeignKey("inquiries.Inquiry", on_delete=models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    at = models.DateTimeField(default=timezone.now)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    key = models.UUIDField(
        unique=True, null=True, blank=True, help_text="Of the form, so that a double click sends once."
    )
    text = EncryptedTextField()
    sender = EncryptedTextField(blank=True, help_text="Who wrote it, if from another address than the inquiry’s.")
    calendar = EncryptedTextField(blank=True, help_text="The invitation, as an .ics file's text.")
    in_reply_to = models.CharField(max_length=250, blank=True, help_text="Message-ID of the mail that it answers.")
    inbound_id = models.CharField(
        max_length=250, unique=True, null=True, blank=True, help_text="Message-ID of a visitor's mail."
    )
    mail = models.OneToOneField(
        "inquiries.Mail", null=True, blank=True, on_delete=models.CASCADE, related_name="content"
    )

    class Meta:
        ordering = ["at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} of {self.at:%Y-%m-%d %H:%M}"


# The placeholders of a reply template, without their braces, and what they are replaced with.
REPLY_FIELDS = {
    "name": "the visitor’s name, as typed",
    "reference": "the inquiry’s reference",
    "clinic": "the clinic’s name",
    "phone": "the clinic’s phone number",
    "address": "the clinic’s address",
    "practitioner": "whom they are booked with, or else asked for",
    "session": "the session they asked for",
    "appointment": "day and time of the appointment that is booked or proposed",
    "me": "the name of whoever sends the reply",
}
IN_BRACES = re.compile(r"\{([^{}\n]{0,40})\}")


def unknown_fields(text: str) -> list[str]:
    """Return the distinct names in braces that aren't fields."""
    return [name for name in dict.fromkeys(IN_BRACES.findall(text)) if name not in REPLY_FIELDS]


def fields_help() -> SafeString:
    rows = format_html_join("", "<li><code>{{{}}}</code>: {}</li>", REPLY_FIELDS.items())
    return format_html("Filled in when you choose the template:<ul>{}</ul>", rows)


class ReplyTemplate(models.Model):
    name = models.CharField(max_length=80, unique=True, help_text="For staff to choose by; visitors don’t see it.")
    text = models.TextField()
    order = models.PositiveSmallIntegerField(default=0, help_text="Smaller numbers come first.")

    base_form_class = StaleCheckModelForm
    panels = [FieldPanel("name"), FieldPanel("text", help_text=fields_help()), FieldPanel("order")]

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        super().clean()
        if unknown := unknown_fields(self.text):
            wrong = ", ".join(f"{{{name}}}" for name in unknown)
            known = ", ".join(f"{{{name}}}" for name in REPLY_FIELDS)
            raise ValidationError({"text": f"There is no field {wrong}. The fields are {known}."})
