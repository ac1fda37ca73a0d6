"""Whether somebody on staff is asking, and may be shown what visitors are not."""

from django.http import HttpRequest

from content.caching.cookies import has_own_cookie


def is_staff(request: HttpRequest) -> bool:
    """Asking reads the session, which makes the answer one for this visitor alone."""
    return request.user.is_authenticated and request.user.has_perm("wagtailadmin.access_admin")


def is_for_staff(request: HttpRequest) -> bool:
    """A preview, or a page for staff. The session is read only where there is one: pages for visitors stay the same."""
    return getattr(request, "is_preview", False) or (has_own_cookie(request.META) and is_staff(request))
