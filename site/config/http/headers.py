"""Security headers for every response."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from config.http.page_cache import SHARED_CACHE_CONTROL, is_cacheable

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
# For responses other than pages: files, redirects, errors. Pages get theirs from content/site_context/csp.py.
CSP_FOR_FILES = "default-src 'none'; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


class SecurityHeadersMiddleware:
    """The outermost middleware, so that errors, redirects, and files get the headers too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        # The admin builds a dummy request for previews, which must not be redirected to HTTPS.
        if getattr(request, "is_dummy", False) and settings.SECURE_SSL_REDIRECT:
            request.META["wsgi.url_scheme"] = "https"
        response = self.get_response(request)
        for name, value in security_headers().items():
            response.headers.setdefault(name, value)
        if is_cacheable(request.META, response):
            response.headers.setdefault("Cache-Control", SHARED_CACHE_CONTROL)
        else:
            response.headers.setdefault("Cache-Control", "private, no-cache")  # specific to one visitor
        if settings.DEBUG and response.status_code in {404, 500}:  # the debug pages are full of inline code
            response.headers.pop("Content-Security-Policy", None)
        return response


def security_headers() -> dict[str, str]:
    return {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": settings.SECURE_REFERRER_POLICY,
        "Cross-Origin-Opener-Policy": settings.SECURE_CROSS_ORIGIN_OPENER_POLICY,
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": PERMISSIONS,
        "X-Frame-Options": settings.X_FRAME_OPTIONS,
        "Content-Security-Policy": CSP_FOR_FILES,
    }
