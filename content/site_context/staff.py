"""Whether the request is by staff, who may see what visitors can't."""

from django.http import HttpRequest

from content.caching.cookies import has_own_cookie


def is_staff(request: HttpRequest) -> bool:
    """Return whether the user is staff. It reads the session, which makes the response private."""
    return request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")


def is_for_staff(request: HttpRequest) -> bool:
    """Return whether it is a preview, or by staff. Without a session cookie, nothing is read, so pages stay shared."""
    return getattr(request, "is_preview", False) or (has_own_cookie(request.META) and is_staff(request))
