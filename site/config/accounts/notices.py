"""Emails about accounts: a new device or owner, or a change of the second factor, password, or address."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db.models.signals import pre_save
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone

from content.site_context.context import moment_in_words
from inquiries.mail.contexts import NothingToSendError
from inquiries.mail.outbox import enqueue
from inquiries.models import Mail

NEW_DEVICE, FACTOR_ADDED, FACTOR_REMOVED, FACTOR_RESET = "new_device", "factor_added", "factor_removed", "factor_reset"
PASSWORD_CHANGED, ADDRESS_CHANGED, MADE_OWNER = "password_changed", "address_changed", "made_owner"
HAPPENED = {
    NEW_DEVICE: "Someone signed in to your account in a browser it hasn’t been used in before.",
    FACTOR_ADDED: "A passkey or an authenticator app was added to your account.",
    FACTOR_REMOVED: "A passkey or an authenticator app was removed from your account.",
    FACTOR_RESET: (
        "The second step of signing in was reset for your account, and you were signed out everywhere. "
        "Set up a new one when you next sign in."
    ),
    PASSWORD_CHANGED: "The password of your account was changed.",
    ADDRESS_CHANGED: (
        "The email address of your account was changed. From now on, all emails about it, including "
        "links to set a new password, go to the new address."
    ),
    MADE_OWNER: "This account was made an owner: it can now do everything on the site.",
}


def tell(user: Any, what: str, to: list[str] | None = None, browser: str = "") -> None:
    """Queue a notice about the account, to its own address if it has one, or to other addresses."""
    addresses = [user.email] if to is None else to
    at = timezone.now().isoformat()
    enqueue(
        Mail.Purpose.ACCOUNT_NOTICE,
        list(filter(None, addresses)),
        None,
        what=what,
        user=user.pk,
        at=at,
        browser=browser,
    )


@receiver(pre_save, sender=settings.AUTH_USER_MODEL)
def on_account_changed(instance: Any, update_fields: Any = None, **_: Any) -> None:
    """Notify the old address of a new one, and the other owners of a new owner."""
    if update_fields and not {"email", "is_superuser"} & set(update_fields):  # such as at sign-in
        return
    accounts = get_user_model()._default_manager
    before = accounts.filter(pk=instance.pk).first()
    if before is None:
        return
    if before.email != instance.email:
        tell(instance, ADDRESS_CHANGED, to=[before.email])
    if instance.is_superuser and not before.is_superuser:
        tell(instance, MADE_OWNER, to=[owner.email for owner in accounts.filter(is_superuser=True, is_active=True)])


def notice_context(mail: Mail) -> dict[str, Any]:
    user = get_user_model()._default_manager.filter(pk=mail.details["user"]).first()
    if user is None:
        raise NothingToSendError
    return {
        "account": user.get_username(),
        "is_sign_in": mail.details["what"] == NEW_DEVICE,
        "browser": mail.details.get("browser", ""),
        "happened": HAPPENED[mail.details["what"]],
        "when": moment_in_words(datetime.fromisoformat(mail.details["at"])),
        "link": settings.WAGTAILADMIN_BASE_URL + reverse("account_security"),
    }
