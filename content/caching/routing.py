"""The site, and whether its pages are restricted, without a query each time."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import PageViewRestriction, Site

from content.caching.version import per_version


class CachedSiteMiddleware:
    """Give Wagtail the site and home page without a query each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/admin/"):
            request._wagtail_site = the_site()  # type: ignore[attr-defined]
        return self.get_response(request)


def the_site() -> Site:
    """Return the site, which answers at every host name, with its home page, settings, and what else requests need."""

    def read() -> Site:
        # By name, since these models' modules import this one.
        joined = ("root_page__homepage", "clinicsettings__logo", "clinicsettings__icon", "clinicsettings__social_image")
        rows = Site.objects.select_related(*joined).annotate(restricts=Exists(PageViewRestriction.objects.all()))
        site: Site = rows.order_by("-is_default_site", "pk")[:1].get()
        site.root_page = getattr(site.root_page, "homepage", None) or site.root_page.specific
        return site

    return per_version("site", read)


def home_path() -> str:
    """Return the home page's path in the tree of pages, which their addresses leave out."""
    return str(the_site().root_page.url_path)


def anything_restricted() -> bool:
    """Return whether any page has a view restriction."""
    return bool(the_site().restricts)


def readable(pages: Any) -> Any:
    """Filter a manager's or queryset's pages by what every visitor may read."""
    live = pages.live()
    return live.public() if anything_restricted() else live
