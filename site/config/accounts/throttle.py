"""The sign-in throttle: attempts are counted in the database before a password is checked.

All workers and hosts agree that way, and twenty concurrent guesses count the same as twenty in a row.
"""

import math
import unicodedata
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac

from config.accounts.models import ThrottleBucket
from inquiries.models.coordination import one_at_a_time

THROTTLED = "throttled"  # the form error's code
MOST_DOUBLINGS = 10
BUCKET_TTL = timedelta(days=1)  # by then every bucket is empty


@dataclass(frozen=True)
class ThrottleRule:
    """A number of free attempts, then a wait that doubles with each one. Attempts are regained one by one over time."""

    free: int
    regained: timedelta
    first_wait: timedelta = timedelta(seconds=30)
    longest_wait: timedelta = timedelta(minutes=15)

    def filled(self, bucket: ThrottleBucket | None, now: datetime) -> float:
        """Return the bucket's level with one more attempt, capped so that it can drain again."""
        left = max(0.0, bucket.level - (now - bucket.filled_at) / self.regained) if bucket else 0.0
        return min(left + 1, self.free + MOST_DOUBLINGS)

    def wait(self, level: float) -> timedelta:
        over = math.ceil(level) - self.free
        return min(self.longest_wait, self.first_wait * 2**over) if over >= 0 else timedelta(0)


# The pair of network and account has the strictest limit. Those for a whole account or network are looser: they are
# for guesses spread over many networks or accounts, and would otherwise hit bystanders.
PASSWORD = {
    "pair": ThrottleRule(free=5, regained=timedelta(minutes=30)),
    "account": ThrottleRule(free=50, regained=timedelta(minutes=5)),
    "network": ThrottleRule(free=30, regained=timedelta(minutes=2)),
}
# Every reset attempt sends someone an email.
RESET = {
    "account": ThrottleRule(3, timedelta(hours=1), first_wait=timedelta(minutes=15), longest_wait=timedelta(hours=1)),
    "network": ThrottleRule(10, timedelta(minutes=15), first_wait=timedelta(minutes=1)),
}


def normalized(name: str) -> str:
    """Return the account name with case and look-alikes folded, so that a variant spelling isn't a fresh start."""
    return unicodedata.normalize("NFKC", name).strip().casefold()


def keyed_digest(*parts: str) -> str:
    return salted_hmac("accounts.throttle", "\0".join(parts), algorithm="sha256").hexdigest()


def limits_for(purpose: str, account: str, network: str, device: str = "") -> dict[str, ThrottleRule]:
    """Return the rules for the buckets that an attempt fills, by key. A known device has its own bucket."""
    rules = RESET if purpose == "reset" else PASSWORD
    if not account:  # a passkey, which identifies the account itself
        return {keyed_digest(purpose, "network", network): rules["network"]}
    if device and purpose != "reset":
        return {keyed_digest(purpose, "device", account, device): rules["pair"]}
    names = {"pair": (account, network), "account": (account,), "network": (network,)}
    return {keyed_digest(purpose, scope, *names[scope]): rule for scope, rule in rules.items()}


class Attempt:
    """One attempt at a secret, counted when it begins. `held_until`: when the next one is allowed, if throttled."""

    door, user = "", None  # for the report of sign-ins

    def __init__(self, purpose: str, account: str, network: str = "", device: str = "") -> None:
        self.limits = limits_for(purpose, normalized(account), network, device)
        self.held_until: datetime | None = None
        self.is_first_refusal = False  # whether it is the first refusal since an attempt was last allowed
        self.is_settled = False  # whether it is no failure
        self._begin(timezone.now())

    @transaction.atomic
    def _begin(self, now: datetime) -> None:
        one_at_a_time(*sorted(self.limits))
        known = ThrottleBucket.objects.in_bulk(list(self.limits))
        holding = [bucket for bucket in known.values() if bucket.held_until > now]
        if holding:
            self.held_until = max(bucket.held_until for bucket in holding)
            keys = [bucket.pk for bucket in holding]
            self.is_first_refusal = not all(bucket.is_noted for bucket in holding)
            if self.is_first_refusal:
                ThrottleBucket.objects.filter(pk__in=keys).update(is_noted=True)
            return
        filled = []
        for key, rule in self.limits.items():
            level = rule.filled(known.get(key), now)
            filled.append(ThrottleBucket(key=key, level=level, filled_at=now, held_until=now + rule.wait(level)))
        ThrottleBucket.objects.bulk_create(
            filled,
            update_conflicts=True,
            unique_fields=["key"],
            update_fields=["level", "filled_at", "held_until", "is_noted"],
        )

    def succeed(self) -> None:
        """Reset the strictest bucket, and take this attempt out of the others."""
        if self.is_settled:
            return
        self.is_settled = True
        strict, *others = self.limits
        ThrottleBucket.objects.filter(pk=strict).delete()
        ThrottleBucket.objects.filter(pk__in=others, level__gte=1).update(
            level=models.F("level") - 1, held_until=timezone.now()
        )

    @property
    def seconds(self) -> int:
        """Seconds to wait, rounded up; 0 if not throttled."""
        return max(1, math.ceil((self.held_until - timezone.now()).total_seconds())) if self.held_until else 0

    def refusal(self) -> ValidationError:
        minutes = math.ceil(self.seconds / 60)
        wait = f"{minutes} minutes" if self.seconds > 60 else "a minute" if self.seconds > 30 else "30 seconds"
        return ValidationError(f"Too many attempts. Try again in {wait}.", code=THROTTLED)
