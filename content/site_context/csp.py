"""Headers that depend on the content."""

from csp.constants import SELF
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """A strict policy for the public, with the hash of the inline stylesheet; behind the login, what Wagtail needs.

    A template that renders the stylesheet puts its hash into `request.stylesheet_hashes`.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # Check the path first: accessing the user would read the session, and make every page vary by cookie.
        if request.path.startswith("/admin/") and is_staff_request(request):
            response._csp_replace = settings.CSP_ADMIN  # type: ignore[attr-defined]
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        elif getattr(request, "is_preview", False):  # the admin shows it in a frame
            response._csp_replace = {"frame-ancestors": [SELF]}  # type: ignore[attr-defined]
            response.headers["X-Frame-Options"] = "SAMEORIGIN"
        if hasattr(request, "stylesheet_hashes"):
            response._csp_update = {"style-src": request.stylesheet_hashes}  # type: ignore[attr-defined]
        return super().process_response(request, response)


def is_staff_request(request: HttpRequest) -> bool:
    """Return whether a user is logged in; False for a request that was handled before the session middleware."""
    user = getattr(request, "user", None)
    return user is not None and user.is_authenticated
