"""State shared by all web and mail workers: salts, locks, and when something was last done."""

import hashlib
import secrets
from datetime import date, datetime, timedelta

from django.db import connection, models, transaction
from django.utils import timezone

RETRY_AFTER = timedelta(hours=1)  # for a daily job that failed, or whose worker was killed


def new_salt() -> str:
    return secrets.token_hex(32)


class DailySalt(models.Model):
    """A day's salt for hashes of IP addresses. Once it is deleted, the hashes can't be linked to an address."""

    day = models.DateField(unique=True)
    value = models.CharField(max_length=64, default=new_salt)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"Salt of {self.day}"


def one_at_a_time(*names: str) -> None:
    """Hold locks by name until the transaction ends. SQLite needs none, since it has only one writer at a time."""
    if connection.vendor != "postgresql":
        return
    with connection.cursor() as cursor:
        for name in names:
            number = int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big", signed=True)
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [number])


def not_within(span: timedelta, now: datetime) -> models.Q:
    """Match stamps older than `span`, and those that a clock wrote that was far ahead: they would block for as long."""
    return models.Q(at__lte=now - span) | models.Q(at__gt=now + span)


class Stamp(models.Model):
    """When any worker last did something, so that it isn't done twice or too often."""

    name = models.CharField(max_length=80, unique=True)
    at = models.DateTimeField()
    day_done = models.DateField(null=True, blank=True)
    counts = models.JSONField(default=dict, blank=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.name} at {self.at:%Y-%m-%d %H:%M}"

    @classmethod
    def claim(cls, name: str, every: timedelta, now: datetime | None = None) -> bool:
        """Return whether it is this caller's turn: True for only one caller in each `every`."""
        now = now or timezone.now()
        with transaction.atomic():
            _, created = cls.objects.get_or_create(name=name, defaults={"at": now})
        return created or bool(cls.objects.filter(not_within(every, now), name=name).update(at=now))

    @classmethod
    def release(cls, name: str, again_at: datetime, every: timedelta) -> None:
        """After a failure, let it be claimed again at `again_at`."""
        cls.objects.filter(name=name).update(at=again_at - every)

    @classmethod
    def claim_day(cls, name: str, now: datetime, since: date | None = None) -> bool:
        """Return whether it is this caller's turn at something done once a day, or once since the day `since`.

        `finish_day` marks it as done. Until then, it can be claimed again after RETRY_AFTER.
        """
        with transaction.atomic():
            _, created = cls.objects.get_or_create(name=name, defaults={"at": now})
        today = timezone.localdate(now)
        undone = models.Q(day_done__isnull=True) | models.Q(day_done__lt=since or today) | models.Q(day_done__gt=today)
        return created or bool(cls.objects.filter(undone, not_within(RETRY_AFTER, now), name=name).update(at=now))

    @classmethod
    def finish_day(cls, name: str, now: datetime) -> None:
        cls.objects.filter(name=name).update(day_done=timezone.localdate(now))
