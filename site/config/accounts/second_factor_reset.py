"""A lost device: another owner, or whoever is at the server, takes the second step away, and the person is told."""

from typing import Any

from allauth.mfa.models import Authenticator
from django.db import transaction
from wagtail.log_actions import log

from config.accounts import notices
from config.accounts.ending import sign_out_everywhere
from config.accounts.events import Door, Outcome, record_sign_in
from config.accounts.sign_in import end_grace

RESET = "accounts.reset_second_factor"


@transaction.atomic
def reset_second_factor(user: Any, by: Any = None) -> None:
    """The next sign-in sets up a new one at once: no grace while the password alone protects the account."""
    Authenticator.objects.filter(user=user).delete()
    end_grace(user)
    sign_out_everywhere(user)
    record_sign_in(None, Door.SECOND, Outcome.FACTOR_RESET, user)
    log(user, RESET, user=by)
    notices.tell(user, notices.FACTOR_RESET)
