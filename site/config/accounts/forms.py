"""Sign-in forms with a message for throttled attempts, and the form for the user's own name and address."""

from typing import Any

from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import LoginForm
from wagtail.forms import PasswordViewRestrictionForm

from config.accounts.backend import attempt_of, username_of
from config.accounts.throttle import Attempt


class SignInForm(LoginForm):
    error_messages = LoginForm.error_messages | {
        "invalid_login": "That email address or username and that password don’t go together. Try again."
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["username"]
        field.label = "Email address or username"
        del field.widget.attrs["placeholder"]

    def clean_username(self) -> str:
        """Return the username of the account, so that the throttle counts it as one however it is typed."""
        return username_of(self.cleaned_data["username"])

    def get_invalid_login_error(self) -> ValidationError:
        attempt = attempt_of(self.request)
        return attempt.refusal() if attempt and attempt.held_until else super().get_invalid_login_error()


class OwnAddressForm(NameEmailForm):
    """The user's own name and address. `is_confirmed`: whether they recently confirmed their identity."""

    is_confirmed = False

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email != self.instance.email and not self.is_confirmed:
            query = urlencode({"next": reverse("wagtailadmin_account")})
            link = format_html('<a href="{}?{}">confirm that it’s you</a>', reverse("second_factor"), query)
            raise ValidationError(format_html("Before you change your address, {}.", link))
        return email


class ThrottledPasswordForm(PasswordViewRestrictionForm):
    """Reject a throttled attempt at a shared password without revealing whether it was right."""

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attempt = attempt

    def clean_password(self) -> str:
        raise self.attempt.refusal()
