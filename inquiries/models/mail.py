"""The outbox: every mail the site owes somebody, until it is sent."""

from email.utils import make_msgid

from django.db import models
from django.utils import timezone

from inquiries.encryption import EncryptedTextField


def new_message_id() -> str:
    return make_msgid(domain="pinpoint.invalid")


class Mail(models.Model):
    """One mail to one recipient for one purpose. Its text is rendered when it is sent."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENT = "sent", "Sent"
        DELIVERED = "delivered", "Delivered"
        BOUNCED = "bounced", "Bounced"
        COMPLAINED = "complained", "Marked as spam"
        NEEDS_ATTENTION = "needs_attention", "Needs attention"

    class Purpose(models.TextChoices):
        STAFF_NOTICE = "staff_notice", "Notice to staff"
        CONFIRMATION = "confirmation", "Confirmation to the visitor"

    inquiry = models.ForeignKey("inquiries.Inquiry", null=True, on_delete=models.CASCADE, related_name="mails")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    recipient = EncryptedTextField()
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id)
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    next_attempt_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    leased_by = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=120, blank=True, help_text="The kind of error; nothing personal.")
    service_id = models.CharField(max_length=200, blank=True, db_index=True)

    class Meta:
        ordering = ["created_at", "pk"]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.get_state_display()}"
