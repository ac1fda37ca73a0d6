"""The throttle as the first authentication backend, which every `authenticate()` call runs before any hashing."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from config.accounts.devices import known_device
from config.accounts.models import SignIn
from config.accounts.throttle import Attempt
from inquiries.intake.rate_limits import client_network

Door = SignIn.Door
# Doors whose attempts are counted together.
PURPOSES: dict[str, str] = {
    Door.SIGN_IN: "password",
    Door.CHANGE: "password",
    Door.PAGE: "shared",
    Door.DOCUMENTS: "shared",
}


def username_of(typed: str) -> str:
    """Return the username of the one account with this username or email address; otherwise what was typed."""
    users = get_user_model()._default_manager
    found = list(users.filter(Q(username=typed) | Q(email__iexact=typed)).values_list("username", flat=True)[:2])
    return found[0] if len(found) == 1 else typed


def attempt_of(request: HttpRequest | None) -> Attempt | None:
    return getattr(request, "sign_in_attempt", None)


def begin_attempt(request: HttpRequest, door: str, account: str = "", user: Any = None) -> Attempt:
    """Count the request's attempt at a secret. The middleware records its failure, and rejects it if throttled."""
    attempt = Attempt(PURPOSES.get(door, door), account, client_network(request), known_device(request, account))
    attempt.door, attempt.user = door, user
    request.sign_in_attempt = attempt  # type: ignore[attr-defined]
    return attempt


class ThrottleBackend:
    """Reject throttled attempts and leave all others to the next backend. It has no users of its own."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **rest: Any
    ) -> None:
        account = username or rest.get(get_user_model().USERNAME_FIELD)
        if account is None or password is None:
            return
        # Looked up whether or not attempts are throttled, so that the time it takes doesn’t reveal an account.
        user = get_user_model()._default_manager.filter(username=account).first()
        begun = begin_attempt(request, Door.SIGN_IN, account, user) if request else Attempt("password", account)
        if begun.held_until:
            raise PermissionDenied
