"""The request's site and whether pages are restricted, without asking the database each time."""

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import PageViewRestriction, Site

from content.caching.version import per_version


class CachedSiteMiddleware:
    """Gives Wagtail the request's site with its home page without asking the database each time."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        if not request.path.startswith("/admin/"):
            request._wagtail_site = site_for(request)  # type: ignore[attr-defined]
        return self.get_response(request)


def site_for(request: HttpRequest) -> Site | None:
    """The site of the request's host; None while there is none."""

    def find() -> tuple[Site | None]:
        try:
            site = Site._find_for_request(request)
        except Site.DoesNotExist:
            return (None,)
        if site is not None:
            site.root_page = site.root_page.specific
        return (site,)

    return per_version(f"site-{request.get_host()[:255]}", find)[0]


def anything_restricted() -> bool:
    """Whether any page of any site has a view restriction."""
    return bool(per_version("any-restriction", lambda: (PageViewRestriction.objects.exists(),))[0])


def readable(pages: Any) -> Any:
    """Those of a manager's or query's pages that every visitor may read."""
    live = pages.live()
    return live.public() if anything_restricted() else live
