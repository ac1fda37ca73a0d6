"""Resetting the second factor after a lost device, by an owner or on the server; the user is notified."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from wagtail.log_actions import log

from config.accounts import notices
from config.accounts.events import Door, Outcome, record_sign_in
from config.accounts.sessions import sign_out_everywhere
from config.accounts.sign_in import end_grace

RESET = "accounts.reset_second_factor"


@transaction.atomic
def reset_second_factor(user: Any, by: Any = None) -> None:
    """Remove all factors. The next sign-in must set up a new one, without grace, as only the password protects it."""
    Authenticator.objects.filter(user=user).delete()
    end_grace(user)
    sign_out_everywhere(user)
    record_sign_in(None, Door.SECOND, Outcome.FACTOR_RESET, user)
    log(user, RESET, user=by)
    notices.tell(user, notices.FACTOR_RESET)
