"""The outgoing webhook, which tells another system what happens to inquiries."""

import secrets
from base64 import b64encode

from django.db import models

from inquiries.crypto.fields import EncryptedTextField


def new_secret() -> str:
    """Return a secret in the format of Standard Webhooks, so that existing libraries can verify signatures with it."""
    return f"whsec_{b64encode(secrets.token_bytes(32)).decode()}"


class OutgoingWebhook(models.Model):
    """The one URL that events are posted to."""

    class Event(models.TextChoices):
        NEW = "new", "A new inquiry"
        WROTE_AGAIN = "wrote_again", "A visitor wrote again"
        CONTACTED = "contacted", "Contacted"
        BOOKED = "booked", "Booked"
        NOT_BOOKED = "not_booked", "Not booked"
        CLOSED = "closed", "Closed"
        SPAM = "spam", "Marked as spam"
        REOPENED = "reopened", "New again"

    url = EncryptedTextField("address")
    secret = EncryptedTextField(default=new_secret)
    events = models.JSONField(default=list)
    with_words = models.BooleanField("with the visitor’s words", default=False)
    is_on = models.BooleanField("on", default=False)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return "Outgoing webhook"

    @classmethod
    def current(cls) -> "OutgoingWebhook | None":
        return cls.objects.first()
