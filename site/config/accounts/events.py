"""Sign-ins and failures, logged and stored for the owners' report, without passwords, addresses, or typed names."""

import logging
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.accounts import sign_in
from config.accounts.backend import attempt_of
from config.accounts.models import SignIn, ThrottleBucket
from config.accounts.second_factor.factors import factors
from config.accounts.throttle import BUCKET_TTL, keyed_digest
from inquiries.intake.rate_limits import client_network

logger = logging.getLogger("pinpoint.accounts")

RETENTION = timedelta(days=90)

Door, Outcome = SignIn.Door, SignIn.Outcome


def network_label(request: HttpRequest) -> str:
    """Return four characters that tell networks apart; thousands share each, so they don't identify anyone."""
    return keyed_digest("label", client_network(request))[:4].upper()


def record_sign_in(request: HttpRequest | None, door: str, outcome: str, user: Any = None) -> None:
    SignIn.objects.create(user=user, door=door, outcome=outcome, network=network_label(request) if request else "")
    level = logging.WARNING if outcome in (Outcome.WRONG, Outcome.WRONG_CODE, Outcome.HELD) else logging.INFO
    logger.log(level, "%s: %s (account %s)", Door(door).label, Outcome(outcome).label, user.pk if user else "unknown")


def finish_attempt(request: HttpRequest, response: HttpResponseBase) -> None:
    """Record a failure; a throttled attempt also becomes a 429, and only the first one is recorded.

    Otherwise, a flood of them would fill the disk.
    """
    attempt = attempt_of(request)
    if attempt is None:
        return
    if attempt.held_until:
        response.status_code, response["Retry-After"] = 429, str(attempt.seconds)
        if attempt.is_first_refusal:
            record_sign_in(request, attempt.door, Outcome.HELD, attempt.user)
    elif not attempt.is_settled:
        is_code = attempt.door in (Door.SECOND, Door.PASSKEY)
        record_sign_in(request, attempt.door, Outcome.WRONG_CODE if is_code else Outcome.WRONG, attempt.user)


@receiver(user_logged_in)
def on_logged_in(request: HttpRequest, user: Any, **_: Any) -> None:
    if attempt := attempt_of(request):
        attempt.succeed()
    sign_in.begin(request)
    if getattr(request, "is_by_passkey", False):
        sign_in.complete(request)
        record_sign_in(request, Door.PASSKEY, Outcome.SIGNED_IN, user)
    else:
        record_sign_in(request, Door.SIGN_IN, Outcome.HALF if factors(user).exists() else Outcome.SIGNED_IN, user)


@receiver(user_logged_out)
def on_logged_out(request: HttpRequest | None, **_: Any) -> None:
    if request:
        request.has_signed_out = True  # type: ignore[attr-defined]


def erase_old_sign_ins(now: datetime) -> None:
    ThrottleBucket.objects.filter(filled_at__lt=now - BUCKET_TTL).delete()
    SignIn.objects.filter(at__lt=now - RETENTION).delete()
