"""Sign-in data: the throttle's buckets, the report, sessions, grace periods, invitations."""

from datetime import datetime, timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.utils import timezone
from wagtail.permissions import register_permission_policy


class ThrottleBucket(models.Model):
    """A leaky bucket: each attempt adds one, and it drains over time. Its key is a keyed digest, which names no one."""

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
    """One row of the report: a sign-in attempt and its outcome."""

    class Door(models.TextChoices):
        SIGN_IN = "sign_in", "Sign-in form"
        SECOND = "second", "Second step"
        PASSKEY = "passkey", "Passkey"
        INVITATION = "invitation", "Invitation"
        RESET = "reset", "Forgotten password"
        CHANGE = "change", "Password change"
        PAGE = "page", "Password of a page"
        DOCUMENTS = "documents", "Password of documents"

    class Outcome(models.TextChoices):
        SIGNED_IN = "signed_in", "Signed in"
        HALF = "half", "Right password, second step open"
        WRONG = "wrong", "Wrong password"
        WRONG_CODE = "wrong_code", "Wrong code or passkey"
        HELD = "held", "Held back after too many attempts"
        LINK_ASKED = "link_asked", "Asked for a link to set a new password"
        PASSWORD_SET = "password_set", "Set a new password by the link"
        PASSWORD_CHANGED = "password_changed", "Changed the password"
        FACTOR_ADDED = "factor_added", "Added a passkey or an app"
        FACTOR_REMOVED = "factor_removed", "Removed a passkey or an app"
        FACTOR_RESET = "factor_reset", "Second step was reset"
        ENDED = "ended", "Was signed out everywhere"
        ENDED_ONE = "ended_one", "Ended one session"
        ACCEPTED = "accepted", "Accepted the invitation"

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


class Session(AbstractBaseSession):
    """Django's session, with the account that is signed in with it."""

    account = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+")

    wagtail_reference_index_ignore = True

    class Meta(AbstractBaseSession.Meta):
        abstract = False
        default_permissions = ()

    @classmethod
    def get_session_store_class(cls) -> Any:
        return import_module(settings.SESSION_ENGINE).SessionStore  # which imports this module


class GracePeriod(models.Model):
    """How long an account that needs a second factor may work without one. It begins once and is never renewed."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="+")
    ends_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"until {self.ends_at:%Y-%m-%d %H:%M}"


class Invitation(models.Model):
    """An invitation to an account that hasn't been used yet. Deleted when accepted; a renewed one has a new nonce."""

    LASTS = timedelta(days=7)

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="invitation"
    )
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    nonce = models.CharField(max_length=32)
    sent_at = models.DateTimeField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"invited {self.sent_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        return self.sent_at + self.LASTS

    @property
    def has_ended(self) -> bool:
        return self.ends_at <= timezone.now()


register_permission_policy(SignIn)  # it has no permissions, so only superusers have access
