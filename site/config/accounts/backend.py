"""The throttle as the first authentication backend, which every `authenticate()` call runs before any hashing."""

from typing import Any

from django.contrib.auth import get_user_model
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest

from config.accounts.devices import known_device
from config.accounts.throttle import Attempt
from inquiries.intake.rate_limits import client_network


def username_of(typed: str) -> str:
    """Return the username of the one account with this username or email address; otherwise what was typed."""
    users = get_user_model()._default_manager
    found = list(users.filter(Q(username=typed) | Q(email__iexact=typed)).values_list("username", flat=True)[:2])
    return found[0] if len(found) == 1 else typed


def attempt_of(request: HttpRequest | None) -> Attempt | None:
    return getattr(request, "sign_in_attempt", None)


class ThrottleBackend:
    """Reject throttled attempts and leave all others to the next backend. It has no users of its own."""

    def authenticate(
        self, request: HttpRequest | None, username: str | None = None, password: str | None = None, **rest: Any
    ) -> None:
        account = username or rest.get(get_user_model().USERNAME_FIELD)
        if account is None or password is None:
            return
        network = client_network(request) if request else ""
        attempt = Attempt("password", account, network, known_device(request, account) if request else "")
        if request:
            request.sign_in_attempt = attempt  # type: ignore[attr-defined]
        if attempt.held_until:
            raise PermissionDenied
