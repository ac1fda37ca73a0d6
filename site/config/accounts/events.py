"""What happens at the doors is logged, and kept for the owner's report: no password, no address, no typed name."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.signals import user_logged_in, user_login_failed
from django.http import HttpRequest

from config.accounts.backend import attempt_of
from config.accounts.models import SignIn, ThrottleBucket
from config.accounts.throttle import FORGET_AFTER, Attempt, digest
from inquiries.intake.rate_limits import client_network

logger = logging.getLogger("pinpoint.accounts")

KEEP = timedelta(days=90)

Door, Outcome = SignIn.Door, SignIn.Outcome


def network_label(request: HttpRequest) -> str:
    """Four characters that tell networks apart, and that tens of thousands of networks share: no way back."""
    return digest("label", client_network(request))[:4].upper()


def record(request: HttpRequest | None, door: str, outcome: str, user: Any = None) -> None:
    SignIn.objects.create(user=user, door=door, outcome=outcome, network=network_label(request) if request else "")
    level = logging.WARNING if outcome in (Outcome.WRONG, Outcome.HELD) else logging.INFO
    logger.log(level, "%s: %s (account %s)", Door(door).label, Outcome(outcome).label, user.pk if user else "unknown")


def record_failure(request: HttpRequest | None, door: str, attempt: Attempt | None, user: Any = None) -> None:
    """A wrong guess; of those held back only the first, or a flood would fill the disk."""
    if attempt is None or not attempt.held_until:
        record(request, door, Outcome.WRONG, user)
    elif attempt.is_news:
        record(request, door, Outcome.HELD, user)


def account_of_address(address: str) -> Any:
    return get_user_model()._default_manager.filter(email__iexact=address).first()


def failed(credentials: dict[str, Any], request: HttpRequest | None = None, **_: Any) -> None:
    users = get_user_model()
    name = credentials.get("username") or credentials.get(users.USERNAME_FIELD)
    # Looked up whether or not attempts are held back, so that no account shows by the time it takes.
    user = users._default_manager.filter(**{users.USERNAME_FIELD: name}).first()
    record_failure(request, Door.SIGN_IN, attempt_of(request), user)


def signed_in(request: HttpRequest, user: Any, **_: Any) -> None:
    if attempt := attempt_of(request):
        attempt.succeed()
    record(request, Door.SIGN_IN, Outcome.SIGNED_IN, user)


def connect() -> None:
    user_login_failed.connect(failed, dispatch_uid="accounts.failed")
    user_logged_in.connect(signed_in, dispatch_uid="accounts.signed_in")


def erase_old_sign_ins(now: datetime) -> None:
    """What the throttle needs no more, and what the report shows no more."""
    ThrottleBucket.objects.filter(filled_at__lt=now - FORGET_AFTER).delete()
    SignIn.objects.filter(at__lt=now - KEEP).delete()
