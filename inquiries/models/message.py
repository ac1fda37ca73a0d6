"""What clinic and visitor write to each other after the inquiry."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.admin.panels import FieldPanel

from inquiries.crypto.fields import EncryptedTextField


class Message(models.Model):
    """A mail of the conversation. One to the visitor is sent through its row in the outbox."""

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


class ReplyTemplate(models.Model):
    """A text to begin a reply with."""

    name = models.CharField(max_length=80, unique=True, help_text="For staff to choose by; visitors don’t see it.")
    text = models.TextField(
        help_text="{name}, {clinic}, {phone} and {reference} are filled in when you choose the template."
    )
    order = models.PositiveSmallIntegerField(default=0, help_text="Smaller numbers come first.")

    panels = [FieldPanel("name"), FieldPanel("text"), FieldPanel("order")]

    class Meta:
        ordering = ["order", "name"]

    def __str__(self) -> str:
        return self.name
