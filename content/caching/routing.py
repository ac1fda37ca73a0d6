"""The request's site, and whether pages are restricted, without a query each time."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import PageViewRestriction, Site

from content.caching.version import per_version


class CachedSiteMiddleware:
    """Give Wagtail the request's site and home page without a query each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/admin/"):
            request._wagtail_site = site_for(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def all_sites() -> list[Site]:
    """Return the sites, the default one first, with their home pages, settings, and what else all requests need."""

    def read() -> list[Site]:
        # By name, since these models' modules import this one.
        joined = ("root_page__homepage", "clinicsettings__logo", "clinicsettings__icon", "clinicsettings__social_image")
        restrictions = Exists(PageViewRestriction.objects.all())
        found = list(
            Site.objects.select_related(*joined).annotate(restricts=restrictions).order_by("-is_default_site", "pk")
        )
        for site in found:
            site.root_page = getattr(site.root_page, "homepage", None) or site.root_page.specific
        return found

    return per_version("sites", read)


def site_for(request: HttpRequest) -> Site | None:
    """Return the site of the request's host; None if there is none."""

    def find() -> Site | None:
        known = all_sites()
        if len(known) == 1 and known[0].is_default_site:  # it serves every host name
            return known[0]
        try:
            found = Site._find_for_request(request)
        except Site.DoesNotExist:
            return None
        return next((site for site in known if found and site.pk == found.pk), None)

    return per_version(f"site-{request.get_host()[:255]}", find)


def anything_restricted() -> bool:
    """Return whether any page of any site has a view restriction."""
    return per_version("any-restriction", lambda: any(getattr(site, "restricts", True) for site in all_sites()))


def readable(pages: Any) -> Any:
    """Filter a manager's or queryset's pages by what every visitor may read."""
    live = pages.live()
    return live.public() if anything_restricted() else live
