"""Sign-in forms, with a message for throttled attempts."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.auth import LoginForm
from wagtail.forms import PasswordViewRestrictionForm

from config.accounts.backend import attempt_of
from config.accounts.throttle import Attempt


class SignInForm(LoginForm):
    def get_invalid_login_error(self) -> ValidationError:
        attempt = attempt_of(self.request)
        return attempt.refusal() if attempt and attempt.held_until else super().get_invalid_login_error()


class ThrottledPasswordForm(PasswordViewRestrictionForm):
    """Refuses a throttled attempt at a shared password without saying whether it was right."""

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attempt = attempt

    def clean_password(self) -> str:
        raise self.attempt.refusal()
