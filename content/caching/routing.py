"""Finding the page for an address in one step, however deep it lies."""

from collections.abc import Callable

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from wagtail.models import Page, PageViewRestriction, Site
from wagtail.url_routing import RouteResult

from content.caching.version import per_version

DEEPEST = 20  # slugs in an address; no page of a clinic lies deeper


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


class DirectRouteMixin:
    """For the home page: looks descendants up by their address instead of walking down slug by slug."""

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        if not path_components:
            return super().route(request, path_components)  # type: ignore[misc]
        if len(path_components) > DEEPEST or any("\x00" in slug for slug in path_components):
            raise Http404
        home = self.url_path  # type: ignore[attr-defined]
        addresses = [f"{home}{'/'.join(path_components[:n])}/" for n in range(1, len(path_components) + 1)]
        page = page_at(addresses[-1])
        if page:
            return page.route(request, [])
        # A page above may answer for what follows its address (a feed, a month).
        above = Page.objects.filter(url_path__in=addresses).order_by("-depth").first()
        if above is None:
            raise Http404
        return above.specific.route(request, path_components[addresses.index(above.url_path) + 1 :])


def page_at(url_path: str) -> Page | None:
    """The page with that `url_path`, as its own type: one query once the type is known."""

    def find_type() -> type[Page]:
        return Page.objects.select_related("content_type").get(url_path=url_path).specific_class or Page

    try:
        model = per_version(f"page-type-{url_path}", find_type)
    except Page.DoesNotExist:
        return None
    return model.objects.filter(url_path=url_path).first()


def anything_restricted() -> bool:
    """Whether any page of any site is not for everybody."""
    return per_version("any-restriction", lambda: (PageViewRestriction.objects.exists(),))[0]
