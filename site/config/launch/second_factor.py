"""Whether somebody signs in with a second factor, where the site has one."""

from typing import Any

from django.apps import apps

MFA = "allauth.mfa"


def second_factor_state(user: Any) -> bool | None:
    """Whether the user has set one up; none where the site knows no second factor."""
    if not apps.is_installed(MFA):
        return None
    authenticators: Any = apps.get_model("mfa.Authenticator")  # type: ignore[misc]  # where it is installed
    return bool(authenticators._default_manager.filter(user=user).exists())
