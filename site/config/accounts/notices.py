"""Mails to people about their own account: a new device, a change of the second step."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone

from content.site_context.context import moment_in_words
from inquiries.mail.contexts import NothingToSendError
from inquiries.mail.outbox import enqueue
from inquiries.models import Mail

NEW_DEVICE, FACTOR_ADDED, FACTOR_REMOVED, FACTOR_RESET = "new_device", "factor_added", "factor_removed", "factor_reset"
HAPPENED = {
    NEW_DEVICE: "Someone signed in to your account in a browser it hasn’t been used in before.",
    FACTOR_ADDED: "A passkey or an authenticator app was added to your account.",
    FACTOR_REMOVED: "A passkey or an authenticator app was removed from your account.",
    FACTOR_RESET: (
        "The second step of signing in was reset for your account, and you were signed out everywhere. "
        "The next time you sign in, you will be asked to set up a new one."
    ),
}


def tell(user: Any, what: str) -> None:
    """Queue the notice, if the account has an address."""
    if user.email:
        enqueue(Mail.Purpose.ACCOUNT_NOTICE, [user.email], None, what=what, user=user.pk, at=timezone.now().isoformat())


def mail_context(mail: Mail) -> dict[str, Any]:
    user = get_user_model()._default_manager.filter(pk=mail.details["user"]).first()
    if user is None:
        raise NothingToSendError
    return {
        "account": user.get_username(),
        "happened": HAPPENED[mail.details["what"]],
        "when": moment_in_words(datetime.fromisoformat(mail.details["at"])),
        "link": settings.WAGTAILADMIN_BASE_URL + reverse("account_security"),
    }
