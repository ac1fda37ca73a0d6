"""Which requests must not get a shared response."""

from collections.abc import Mapping
from typing import Any

from django.conf import settings


def has_own_cookie(meta: Mapping[str, Any]) -> bool:
    """Return whether the request has a session cookie, or the one for seeing behind the coming-soon page."""
    cookies = str(meta.get("HTTP_COOKIE", ""))
    if not cookies:
        return False
    return any(f"{name}=" in cookies for name in (settings.SESSION_COOKIE_NAME, settings.LOOK_COOKIE_NAME))
