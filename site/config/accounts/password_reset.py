"""Password reset: the request only puts an email into the outbox, whatever address was typed.

The delivery worker looks up the account, so neither the response nor its timing reveals one. It creates the link
when sending, so the link is never stored.
"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.tokens import default_token_generator
from django.urls import reverse
from django.utils import timezone
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from wagtail.admin.forms.auth import PasswordResetForm

from inquiries.mail.contexts import NothingToSendError
from inquiries.mail.outbox import enqueue
from inquiries.models import Mail


class ResetForm(PasswordResetForm):
    """Put the email into the outbox instead of sending it during the request."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["email"].label = "Email address of your account"

    def get_users(self, email: str) -> Iterable[Any]:
        """Include users with only passkeys, who need a password to use a recovery code; exclude invited ones."""
        return get_user_model()._default_manager.filter(email__iexact=email, is_active=True, invitation=None)

    def save(self, **_: Any) -> None:
        enqueue(Mail.Purpose.PASSWORD_RESET, [self.cleaned_data["email"]])


def reset_link(user: Any) -> str:
    args = [urlsafe_base64_encode(force_bytes(user.pk)), default_token_generator.make_token(user)]
    return settings.WAGTAILADMIN_BASE_URL + reverse("wagtailadmin_password_reset_confirm", args=args)


def reset_context(mail: Mail) -> dict[str, Any]:
    """Return a link for each account with the address. Without one, or too late, there is nothing to send."""
    if timezone.now() - mail.queued_at > timedelta(seconds=settings.PASSWORD_RESET_TIMEOUT):
        raise NothingToSendError
    users = list(ResetForm().get_users(mail.recipient))
    if not users:
        raise NothingToSendError
    return {
        "to": users[0].email,  # as stored in the account, not as typed
        "accounts": [{"name": user.get_username(), "link": reset_link(user)} for user in users],
        "minutes": settings.PASSWORD_RESET_TIMEOUT // 60,
    }
