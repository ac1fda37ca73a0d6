"""The security headers that every answer carries, whoever made it."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.http.page_cache import SHARED, may_be_shared

PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "browsing-topics",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "midi",
        "payment",
        "usb",
    )
)
# For answers that are no page: files, redirects, refusals. Pages get theirs from content/site_context/csp.py.
NOTHING_ACTIVE = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class SecurityHeadersMiddleware:
    """Around all that answers, so that errors, redirects and files get the headers as well."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # A preview in the admin is a made-up request: it came over no wire, so there is nothing to secure.
        if getattr(request, "is_dummy", False) and settings.SECURE_SSL_REDIRECT:
            request.META["wsgi.url_scheme"] = "https"
        response = self.get_response(request)
        for name, value in security_headers().items():
            response.headers.setdefault(name, value)
        if may_be_shared(request.META, response):
            response.headers.setdefault("Cache-Control", SHARED)
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")  # made for one visitor
        if settings.DEBUG and response.status_code in {404, 500}:  # the debug pages are full of inline code
            response.headers.pop("Content-Security-Policy", None)
        return response


def security_headers() -> dict[str, str]:
    """What an answer carries unless something inside chose otherwise."""
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Content-Security-Policy": NOTHING_ACTIVE,
    }
