"""Forms that ask for a password, with a message for throttled attempts, and the user's own name and address."""

from typing import Any

from django.contrib.auth.forms import SetPasswordForm
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.html import format_html
from wagtail.admin.forms.account import NameEmailForm
from wagtail.admin.forms.auth import LoginForm, PasswordChangeForm
from wagtail.forms import PasswordViewRestrictionForm

from config.accounts import notices
from config.accounts.backend import attempt_of, begin_attempt, username_of
from config.accounts.events import record_sign_in
from config.accounts.models import SignIn
from config.accounts.sign_in import is_confirmed
from config.accounts.throttle import Attempt

PASSWORD_RULES = (
    "At least 12 characters. A few words that have nothing to do with you or the clinic are hard to guess, and easy to "  # noqa: S105 (no secret)
    "remember."
)


class SignInForm(LoginForm):
    error_messages = LoginForm.error_messages | {
        "invalid_login": "That email address or username and that password don’t go together. Try again."
    }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["username"].label = "Email address or username"
        for name in ("username", "password"):
            del self.fields[name].widget.attrs["placeholder"]

    def clean_username(self) -> str:
        """Return the username of the account, so that the throttle counts it as one however it is typed."""
        return username_of(self.cleaned_data["username"])

    def get_invalid_login_error(self) -> ValidationError:
        attempt = attempt_of(self.request)
        return attempt.refusal() if attempt and attempt.held_until else super().get_invalid_login_error()


class OwnForm:
    """A form for the user's own account, which knows the request."""

    def __init__(self, *args: Any, request: HttpRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.request = request


class OwnAddressForm(OwnForm, NameEmailForm):
    """The user's own name and address, which only changes if they recently confirmed their identity."""

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"]
        if email != self.instance.email and not is_confirmed(self.request):
            url = reverse("second_factor", query={"next": reverse("wagtailadmin_account")})
            link = format_html('<a href="{}">confirm that it’s you</a>', url)
            raise ValidationError(format_html("Before you change your address, {}.", link))
        return email


class PlainPasswordFields:
    """A form for a new password, with the rules in plain words instead of one sentence from each validator."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: dict[str, Any] = self.fields  # type: ignore[attr-defined]
        fields["new_password1"].help_text = PASSWORD_RULES
        fields["new_password2"].label, fields["new_password2"].help_text = "New password again", ""


class NewPasswordForm(PlainPasswordFields, SetPasswordForm):  # type: ignore[type-arg]
    pass


class OwnPasswordForm(OwnForm, PlainPasswordFields, PasswordChangeForm):
    """Throttle guesses at the old password."""

    def clean_old_password(self) -> str:
        # If another form is wrong, this one is cleaned again to be shown, which is no other attempt.
        begun = attempt_of(self.request)
        attempt = begun or begin_attempt(self.request, SignIn.Door.CHANGE, self.user.get_username(), self.user)
        if attempt.held_until:
            raise attempt.refusal()
        old: str = super().clean_old_password()
        attempt.succeed()
        return old

    def save(self, commit: bool = True) -> Any:
        user = super().save(commit)
        record_sign_in(self.request, SignIn.Door.CHANGE, SignIn.Outcome.PASSWORD_CHANGED, user)
        notices.tell(user, notices.PASSWORD_CHANGED)
        return user


class ThrottledPasswordForm(PasswordViewRestrictionForm):
    """Reject a throttled attempt at a shared password without revealing whether it was right."""

    def __init__(self, *args: Any, attempt: Attempt, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.attempt = attempt

    def clean_password(self) -> str:
        raise self.attempt.refusal()
