"""Whether the request is by staff, who may see what visitors can't."""

from django.http import HttpRequest


def is_staff(request: HttpRequest) -> bool:
    """Return whether the user is staff. It reads the session, which makes the response private."""
    return request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")
