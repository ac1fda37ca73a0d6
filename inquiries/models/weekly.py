"""Opt-outs from the Monday email."""

from django.conf import settings
from django.db import models
from django.utils import timezone


class WeeklyMailStop(models.Model):
    """An owner's opt-out from the Monday email, deleted when they turn it on again."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(default=timezone.now)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Stopped at {self.at:%Y-%m-%d %H:%M}"
