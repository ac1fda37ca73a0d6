"""The secret key of a user's calendar feed, of which only a digest is stored."""

import hashlib
import secrets
from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone


def digest_of(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()


class CalendarFeed(models.Model):
    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    fetched_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Calendar feed of {self.user}"

    @classmethod
    def renew(cls, user: Any) -> str:
        """Create and return a new key for the user, which can't be shown again; an earlier one stops working."""
        key = secrets.token_hex(32)
        new = {"digest": digest_of(key), "created_at": timezone.now(), "fetched_at": None}
        cls.objects.update_or_create(user=user, defaults=new)
        return key

    @classmethod
    def of_key(cls, key: str) -> "CalendarFeed | None":
        """Return the feed with this key. It is looked up by digest, which prevents timing attacks."""
        return cls.objects.select_related("user").filter(digest=digest_of(key)).first()
