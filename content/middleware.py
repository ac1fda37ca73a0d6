"""Headers that depend on the content."""

from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase


class ContentSecurityPolicyMiddleware(CSPMiddleware):
    """Strict for the public, with the hash of the inline stylesheet; Wagtail's needs behind the login.

    A template that prints the stylesheet leaves its hash in `request.stylesheet_hash`.
    """

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        # The path first: asking for the user would read the session, and make every page vary by cookie.
        if request.path.startswith("/admin/") and request.user.is_authenticated:
            response._csp_replace = settings.CSP_ADMIN  # type: ignore[attr-defined]
        elif hasattr(request, "stylesheet_hash"):
            response._csp_update = {"style-src": [request.stylesheet_hash]}  # type: ignore[attr-defined]
        return super().process_response(request, response)
