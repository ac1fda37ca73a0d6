"""The sign-in throttle's buckets, and the report of sign-ins."""

from datetime import datetime

from django.conf import settings
from django.db import models
from django.utils import timezone
from wagtail.permissions import register_permission_policy


class ThrottleBucket(models.Model):
    """A leaky bucket: each attempt fills it by one, time empties it. Its key is a keyed digest and names nobody."""

    key = models.CharField(max_length=64, primary_key=True)
    level = models.FloatField(default=0)
    filled_at = models.DateTimeField(db_index=True)
    held_until = models.DateTimeField()
    is_noted = models.BooleanField(default=False, help_text="Whether the log says that attempts are being held back.")

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.level:.1f} attempts, held until {self.held_until:%Y-%m-%d %H:%M:%S}"


class SignIn(models.Model):
    """One line of the report: an attempt to sign in and its outcome."""

    class Door(models.TextChoices):
        SIGN_IN = "sign_in", "Sign-in form"
        RESET = "reset", "Forgotten password"
        CHANGE = "change", "Password change"
        PAGE = "page", "Password of a page"
        DOCUMENTS = "documents", "Password of documents"

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        WRONG = "wrong", "Wrong password"
        HELD = "held", "Held back after too many attempts"
        LINK_ASKED = "link_asked", "Asked for a link to set a new password"
        PASSWORD_SET = "password_set", "Set a new password by the link"
        PASSWORD_CHANGED = "password_changed", "Changed the password"

    at = models.DateTimeField(default=timezone.now, db_index=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")
    door = models.CharField(max_length=12, choices=Door.choices)
    outcome = models.CharField(max_length=20, choices=Outcome.choices)
    network = models.CharField(max_length=4, blank=True)

    wagtail_reference_index_ignore = True

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ()
        verbose_name = "sign-in"
        verbose_name_plural = "sign-ins"

    def __str__(self) -> str:
        moment: datetime = timezone.localtime(self.at)
        return f"{self.get_outcome_display()}, {moment:%Y-%m-%d %H:%M}"


register_permission_policy(SignIn)  # no permission exists, so only superusers have it
