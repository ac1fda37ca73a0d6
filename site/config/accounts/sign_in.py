"""How far somebody has signed in, by their session's record. The middleware asks here, once for every request."""

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
SEEN_EVERY = 60  # seconds, or a tenth of what may pass; noting each request would write the session each time
CONFIRMED_FOR = timedelta(minutes=15)


class Step(Enum):
    OUT = auto()
    SECOND = auto()  # password right, second factor not yet used
    SET_UP = auto()  # password right, but there is no second factor, and there has to be
    IN = auto()


@dataclass(frozen=True)
class SignInState:
    account: Any
    step: Step
    grace_ends: datetime | None = None  # works without the second factor that is required, until then

    @property
    def user(self) -> Any:
        """Whom the rest of the site sees: nobody, until signing in is complete."""
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
    """Note in the session that the password, or a passkey, was right."""
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
    """Whether the person themselves signed in or confirmed within the last minutes."""
    return bool(seconds_now() - request.session.get(CONFIRMED, 0) < CONFIRMED_FOR.total_seconds())


def seconds_now() -> int:
    return int(timezone.now().timestamp())


def seconds_left(session: Mapping[str, Any] | SessionBase) -> int:
    """Until the session ends by itself if nothing more happens."""
    now = seconds_now()
    idle = session.get(SEEN, 0) + settings.SESSION_IDLE.total_seconds() - now
    return int(min(idle, session.get(BEGAN, 0) + settings.SESSION_LONGEST.total_seconds() - now))


def note_seen(request: HttpRequest) -> None:
    if seconds_now() - request.session.get(SEEN, 0) >= min(SEEN_EVERY, settings.SESSION_IDLE.total_seconds() / 10):
        request.session[SEEN] = seconds_now()


def is_required(account: Any) -> bool:
    """Whoever may enter the admin sees inquiries, or changes what visitors see: a source, a redirect, a file."""
    return bool(settings.SECOND_FACTOR_REQUIRED and account.has_perm("wagtailadmin.access_admin"))


def grace_end(account: Any) -> datetime:
    """When working without a second factor ends; begins with the first call. A shorter setting shortens it."""
    now = timezone.now()
    period, _ = GracePeriod.objects.get_or_create(
        user=account, defaults={"ends_at": now + settings.SECOND_FACTOR_GRACE}
    )
    return min(period.ends_at, now + settings.SECOND_FACTOR_GRACE)


def end_grace(account: Any) -> None:
    GracePeriod.objects.update_or_create(user=account, defaults={"ends_at": timezone.now()})
