"""A user's open sessions: listing them, and ending one or all."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac

from config.accounts import sign_in
from config.accounts.browsers import UNKNOWN
from config.accounts.models import Session
from config.accounts.second_factor.factors import factors
from content.site_context.context import moment_in_words


@dataclass(frozen=True)
class OpenSession:
    """One session of the account. `mark` identifies it but, unlike its key, can't be used to sign in."""

    mark: str
    browser: str
    signed_in: str  # the time, in words
    seen_at: datetime
    is_this_one: bool


def mark_of(session_key: str) -> str:
    return salted_hmac("accounts.open_sessions", session_key, algorithm="sha256").hexdigest()[:32]


def open_sessions(request: HttpRequest) -> list[OpenSession]:
    """Return the user's sessions, this one first, then by last use, without those still waiting for a second factor."""
    needs_second = factors(request.user).exists()
    found = []
    for row in Session.objects.filter(account=request.user.pk, expire_date__gt=timezone.now()):
        data = row.get_decoded()
        if sign_in.seconds_left(data) > 0 and (data.get(sign_in.SECOND) or not needs_second):
            found.append(
                OpenSession(
                    mark=mark_of(row.session_key),
                    browser=data.get(sign_in.BROWSER, UNKNOWN),
                    signed_in=moment_in_words(datetime.fromtimestamp(data[sign_in.BEGAN], UTC)),
                    seen_at=datetime.fromtimestamp(data[sign_in.SEEN], UTC),
                    is_this_one=row.session_key == request.session.session_key,
                )
            )
    return sorted(found, key=lambda session: (session.is_this_one, session.seen_at), reverse=True)


def end_session(user: Any, mark: str) -> bool:
    """End the account's session with this mark; return whether there was one."""
    keys = Session.objects.filter(account=user).values_list("session_key", flat=True)
    ended, _ = Session.objects.filter(session_key__in=[key for key in keys if mark_of(key) == mark]).delete()
    return ended > 0


def sign_out_everywhere(user: Any, but: str | None = None) -> int:
    """End all of the account's sessions except the one with the key `but`. Returns how many."""
    ended, _ = Session.objects.filter(account=user).exclude(session_key=but).delete()
    return ended


@receiver(post_save, sender=settings.AUTH_USER_MODEL)
def on_account_saved(instance: Any, **_: Any) -> None:
    """End the sessions of a deactivated account, so that reactivating it doesn't bring them back."""
    if not instance.is_active:
        sign_out_everywhere(instance)
