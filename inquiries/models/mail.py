"""The outbox: every email that the site sends, with its delivery state."""

from email.utils import make_msgid, parseaddr
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone

from inquiries.crypto.fields import EncryptedJSONField, EncryptedTextField


def new_message_id() -> str:
    """Return a Message-ID in the sender's own domain, since receivers distrust others."""
    return make_msgid(domain=parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost")


class Mail(models.Model):
    """One email to one recipient for one purpose. Its text is rendered when it is sent."""

    class State(models.TextChoices):
        QUEUED = "queued", "Waiting to be sent"
        SENT = "sent", "Sent"
        DEFERRED = "deferred", "Delayed by the recipient’s server"
        DELIVERED = "delivered", "Delivered"
        REJECTED = "rejected", "Refused by the mail service"
        BOUNCED = "bounced", "Bounced"
        COMPLAINED = "complained", "Marked as spam"
        NEEDS_ATTENTION = "needs_attention", "Needs attention"

    class Purpose(models.TextChoices):
        STAFF_NOTICE = "staff_notice", "Notice to staff"
        CONFIRMATION = "confirmation", "Confirmation to the visitor"
        REPLY = "reply", "Reply to the visitor"
        PROPOSAL = "proposal", "Appointment proposal"
        CANCELLATION = "cancellation", "Appointment canceled"
        REPLY_NOTICE = "reply_notice", "Notice that a visitor replied"
        BOUNCE_NOTICE = "bounce_notice", "Notice that an address is wrong"
        ATTENTION_NOTICE = "attention_notice", "Notice of an email to look at"
        SUSPECT_DIGEST = "suspect_digest", "Suspected spam of the day"
        REMINDER = "reminder", "Reminder to staff"
        REVIEW_REMINDER = "review_reminder", "Health pages to read"
        WEEKLY_REPORT = "weekly_report", "The week in numbers"
        ROUTING_NOTICE = "routing_notice", "Notice about inquiry routing"
        TEST_MAIL = "test_mail", "Test email"
        PASSWORD_RESET = "password_reset", "Link to set a new password"
        WEBHOOK = "webhook", "Notice to another system"
        INVITATION = "invitation", "Invitation of a colleague"
        ACCOUNT_NOTICE = "account_notice", "Notice about an account"

    wagtail_reference_index_ignore = True

    FAILED = (State.NEEDS_ATTENTION, State.BOUNCED, State.REJECTED)
    TO_VISITOR = (Purpose.CONFIRMATION, Purpose.REPLY, Purpose.PROPOSAL, Purpose.CANCELLATION)
    TO_ACCOUNT = (Purpose.PASSWORD_RESET, Purpose.INVITATION, Purpose.ACCOUNT_NOTICE)
    NOT_FOR_INBOX = (*TO_ACCOUNT, Purpose.WEBHOOK)  # inbox staff have no business with these

    inquiry = models.ForeignKey("inquiries.Inquiry", null=True, on_delete=models.CASCADE, related_name="mails")
    purpose = models.CharField(max_length=20, choices=Purpose.choices)
    recipient = EncryptedTextField()
    details: "models.TextField[dict[str, Any], dict[str, Any]]" = EncryptedJSONField(
        default=dict, blank=True, help_text="What its text needs to know, if that is stored nowhere else."
    )
    recipient_digest = models.CharField(max_length=64, blank=True, db_index=True, editable=False)
    message_id = models.CharField(max_length=200, unique=True, default=new_message_id)
    state = models.CharField(max_length=20, choices=State.choices, default=State.QUEUED, db_index=True)
    created_at = models.DateTimeField(default=timezone.now)
    queued_at = models.DateTimeField(default=timezone.now, help_text="Since when it waits; giving up counts from here.")
    next_attempt_at = models.DateTimeField(default=timezone.now, db_index=True)
    attempts = models.PositiveIntegerField(default=0)
    leased_by = models.CharField(max_length=64, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=120, blank=True, help_text="The kind of error; nothing personal.")
    service_id = models.CharField(max_length=200, blank=True, db_index=True)

    class Meta:
        ordering = ["created_at", "pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_purpose_display()}: {self.status}"

    @property
    def is_to_visitor(self) -> bool:
        return self.purpose in self.TO_VISITOR

    @property
    def can_be_dropped(self) -> bool:
        """Whether it failed and belongs to no inquiry, so that staff may drop it."""
        return self.inquiry_id is None and self.state in self.FAILED

    @property
    def can_be_sent_again(self) -> bool:
        """Whether it failed for good, or is queued after a failed attempt."""
        return self.state in self.FAILED or (self.state == self.State.QUEUED and self.attempts > 0)

    @property
    def status(self) -> str:
        """The state in words for staff, claiming no more than is known."""
        return "Sent, delivery unknown" if self.state == self.State.SENT else self.get_state_display()
