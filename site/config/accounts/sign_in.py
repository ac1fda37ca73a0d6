"""How far a user has signed in, according to their session; the middleware checks it once per request."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.base import SessionBase
from django.http import HttpRequest
from django.utils import timezone

from config.accounts.browsers import browser_name
from config.accounts.models import GracePeriod
from config.accounts.second_factor.factors import factors

BEGAN, SEEN, CONFIRMED, SECOND, BROWSER = "signed_in_at", "seen_at", "confirmed_at", "second_factor", "browser"
SEEN_EVERY = 60  # seconds, at most a tenth of SESSION_IDLE; noting every request would write the session every time
CONFIRMED_FOR = timedelta(minutes=15)


class Step(Enum):
    OUT = auto()
    SECOND = auto()  # password correct, second factor not used yet
    SET_UP = auto()  # password correct, but the required second factor isn't set up
    IN = auto()


@dataclass(frozen=True)
class SignInState:
    account: Any
    step: Step
    grace_ends: datetime | None = None  # until when they may work without the required second factor

    @property
    def user(self) -> Any:
        """The user that the rest of the site sees: anonymous until the sign-in is complete."""
        return self.account if self.step == Step.IN else AnonymousUser()


OUT = SignInState(AnonymousUser(), Step.OUT)


def sign_in_state(request: HttpRequest) -> SignInState:
    account = get_user(request)
    if not account.is_authenticated:
        return OUT
    if seconds_left(request.session) <= 0:
        request.session.flush()
        return OUT
    if request.session.get(SECOND):
        return SignInState(account, Step.IN)
    if factors(account).exists():
        return SignInState(account, Step.SECOND)
    if not is_required(account):
        return SignInState(account, Step.IN)
    ends = grace_end(account)
    return SignInState(account, Step.IN, ends) if ends > timezone.now() else SignInState(account, Step.SET_UP)


def begin(request: HttpRequest) -> None:
    """Note in the session that the password or passkey was correct."""
    now = seconds_now()
    request.session.pop(SECOND, None)
    browser = browser_name(request.headers.get("User-Agent", ""))
    request.session.update({BEGAN: now, SEEN: now, CONFIRMED: now, BROWSER: browser})


def complete(request: HttpRequest) -> None:
    """Note in the session that the second factor was used."""
    request.session.update({SECOND: True, CONFIRMED: seconds_now()})


def forget_second_factor(request: HttpRequest) -> None:
    request.session.pop(SECOND, None)


def note_confirmed(request: HttpRequest) -> None:
    request.session[CONFIRMED] = seconds_now()
    request.session.cycle_key()


def is_confirmed(request: HttpRequest) -> bool:
    """Return whether the user signed in or confirmed their identity within CONFIRMED_FOR."""
    return bool(seconds_now() - request.session.get(CONFIRMED, 0) < CONFIRMED_FOR.total_seconds())


def seconds_now() -> int:
    return int(timezone.now().timestamp())


def seconds_left(session: Mapping[str, Any] | SessionBase) -> int:
    """Return the seconds until the session expires without further activity."""
    now = seconds_now()
    idle = session.get(SEEN, 0) + settings.SESSION_IDLE.total_seconds() - now
    return int(min(idle, session.get(BEGAN, 0) + settings.SESSION_LONGEST.total_seconds() - now))


def note_seen(request: HttpRequest) -> None:
    if seconds_now() - request.session.get(SEEN, 0) >= min(SEEN_EVERY, settings.SESSION_IDLE.total_seconds() / 10):
        request.session[SEEN] = seconds_now()


def is_required(account: Any) -> bool:
    """Return whether a second factor is required: all admin users see inquiries or change what visitors see."""
    return bool(settings.SECOND_FACTOR_REQUIRED and account.has_perm("wagtailadmin.access_admin"))


def grace_end(account: Any) -> datetime:
    """Return when the grace period ends. It begins with the first call, and shortens with the setting."""
    now = timezone.now()
    period, _ = GracePeriod.objects.get_or_create(
        user=account, defaults={"ends_at": now + settings.SECOND_FACTOR_GRACE}
    )
    return min(period.ends_at, now + settings.SECOND_FACTOR_GRACE)


def end_grace(account: Any) -> None:
    GracePeriod.objects.update_or_create(user=account, defaults={"ends_at": timezone.now()})
