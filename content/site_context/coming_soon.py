"""Before launch: one page for visitors at every URL, and the real site for staff and anyone with the link.

The page has status 200 and `noindex`, not 503: instead of a 5xx, proxies may serve a stale page (deploy/nginx.conf
does during restarts), monitors would report the site as down, and shared links would have no preview. Neither it nor
what is behind it is cached (`no-store`), including by this site's page cache. Visitors who follow the link get a
cookie, which keeps their requests out of shared caches; other visitors get none.
"""

import re
from collections.abc import Callable

from django.conf import settings
from django.db import DatabaseError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render

from content.models import ClinicSettings
from content.models.coming_soon import LOOK
from content.site_context.clinic import the_clinic
from content.site_context.context import current_site_context
from content.site_context.staff import is_staff

NOT_KEPT = "private, no-store"
# Sign-in, the admin and its files, mail services' webhooks, and the page's own icons.
STAYS_OPEN = re.compile(r"/(admin(/|$)|static/|anymail/|favicon\.(svg|ico)$|icon-\d+\.png$|apple-touch-icon\.png$)")


class ComingSoonMiddleware:
    """Must come before all views, and after the middleware that identifies the user."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        clinic = clinic_now()
        if request.path.startswith(LOOK):
            return look_behind(request, clinic)
        if STAYS_OPEN.match(request.path) or getattr(request, "is_dummy", False):  # a preview in the admin
            return self.get_response(request)
        if clinic is None or not clinic.coming_soon:
            return without_cookie(request, self.get_response(request))
        if is_staff(request) or clinic.opens_with(request.COOKIES.get(settings.LOOK_COOKIE_NAME, "")):
            request.looks_behind = True  # type: ignore[attr-defined]
            return not_kept(self.get_response(request))
        if is_logo(request):
            return self.get_response(request)
        return not_kept(coming_soon(request))


def clinic_now() -> ClinicSettings | None:
    """Return the settings; None if the database is down, which each view handles itself."""
    try:
        return the_clinic()
    except DatabaseError:
        return None


def is_logo(request: HttpRequest) -> bool:
    """Return whether this is the one uploaded image that the coming-soon page shows."""
    logo = current_site_context().logo
    return bool(logo and logo.url == request.path)


def look_behind(request: HttpRequest, clinic: ClinicSettings | None) -> HttpResponseBase:
    """Follow the link: turn its token into a session cookie, and redirect to a URL without it."""
    token = request.path.removeprefix(LOOK).strip("/")
    if clinic is None or not clinic.coming_soon:
        return not_kept(HttpResponseRedirect("/"))
    if not clinic.opens_with(token):
        return not_kept(coming_soon(request))
    response = HttpResponseRedirect("/")
    response.set_cookie(
        settings.LOOK_COOKIE_NAME, token, secure=settings.SESSION_COOKIE_SECURE, httponly=True, samesite="Lax"
    )
    return not_kept(response)


def coming_soon(request: HttpRequest) -> HttpResponse:
    """Render the page. Other methods get an error status, so that clients know that nothing was received."""
    response = render(request, "content/coming_soon.html", status=200 if request.method in ("GET", "HEAD") else 503)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def not_kept(response: HttpResponseBase) -> HttpResponseBase:
    response.headers["Cache-Control"] = NOT_KEPT
    return response


def without_cookie(request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
    """Delete the cookie once the site is open, since it only bypasses the page cache."""
    if settings.LOOK_COOKIE_NAME in request.COOKIES:
        response.delete_cookie(settings.LOOK_COOKIE_NAME, samesite="Lax")
    return response
