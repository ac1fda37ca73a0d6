"""Ending sessions: all of a user's at once, and deleting expired ones."""

from datetime import datetime
from typing import Any

from config.accounts.models import Session


def sign_out_everywhere(user: Any, but: str | None = None) -> int:
    """End all of the account's sessions except the one with the key `but`. Returns how many."""
    ended, _ = Session.objects.filter(account=user).exclude(session_key=but).delete()
    return ended


def on_account_saved(instance: Any, **_: Any) -> None:
    """End the sessions of a deactivated account, so that reactivating it doesn't bring them back."""
    if not instance.is_active:
        sign_out_everywhere(instance)


def erase_ended_sessions(now: datetime) -> None:
    Session.objects.filter(expire_date__lt=now).delete()
