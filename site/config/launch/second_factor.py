"""Whether somebody signs in with a second factor, where the site has one."""

from typing import Any

from django.apps import apps

MFA = "allauth.mfa"
AUTHENTICATOR: str = "mfa.Authenticator"


def second_factor_state(user: Any) -> bool | None:
    """Whether the user has set one up; none where the site knows no second factor."""
    if not apps.is_installed(MFA):
        return None
    authenticators: Any = apps.get_model(AUTHENTICATOR)
    return bool(authenticators._default_manager.filter(user=user).exists())
