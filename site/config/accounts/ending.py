"""Ending sessions: all of a person's at once, and rows of those that ended by themselves."""

from datetime import datetime
from typing import Any

from config.accounts.models import Session


def sign_out_everywhere(user: Any, but: str | None = None) -> int:
    """End all sessions of the account, but for the one with this key. Returns how many."""
    ended, _ = Session.objects.filter(account=user).exclude(session_key=but).delete()
    return ended


def on_account_saved(instance: Any, **_: Any) -> None:
    """End the sessions of a closed account, so that opening it again brings none of them back."""
    if not instance.is_active:
        sign_out_everywhere(instance)


def erase_ended_sessions(now: datetime) -> None:
    Session.objects.filter(expire_date__lt=now).delete()
