"""Old addresses: however they are written they lead to where the page is now, and never round in a circle."""

from typing import Any
from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Page, Site
from wagtail.signals import page_slug_changed, page_unpublished, post_page_move
from wagtail.views import serve

from content.caching.version import per_version
from content.counting.not_found import count_not_found


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Wagtail's, and besides: old addresses told by their query alone, with spaces or `;`, and in capitals."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        path = request.get_full_path()
        if request.META.get("QUERY_STRING") and Redirect.normalise_path(path) in paths_with_query():
            response = HttpResponseNotFound()  # `/?page_id=7` of an older site would be the home page of this one
        if response.status_code != 404:
            return response
        answer: HttpResponse = super().process_response(request, response)
        if answer.status_code == 404 and request.method in ("GET", "HEAD"):
            target = as_typed(request) or in_small_letters(request)
            answer = HttpResponsePermanentRedirect(target) if target else answer
        if answer.status_code != 404:
            target = last_step(request, answer["Location"])
            if target:
                answer["Location"] = target
                return answer
        count_not_found(request.path, request.META)
        return response


def last_step(request: HttpRequest, link: str) -> str:
    """Where a visitor arrives in the end, so that several redirects one after the other are one step for them.

    Empty if they would come back to where they were: a page that was unpublished may close a circle.
    """
    sites = list(filter(None, [Site.find_for_request(request)]))
    seen = {Redirect.normalise_path(request.get_full_path())}
    while (path := local_path(link, sites)) is not None:
        if path in seen:
            return ""
        seen.add(path)
        found = get_redirect(request, path)
        if found is None or not found.link or answers(request, path):
            break
        link = found.link
    return link


def paths_with_query() -> frozenset[str]:
    """The old addresses that have a query."""
    found = Redirect.objects.filter(old_path__contains="?").values_list("old_path", flat=True)
    return per_version("redirects-with-query", lambda: frozenset(found))


def as_typed(request: HttpRequest) -> str | None:
    """Where a redirect leads that staff typed in plain characters, or in small letters while capitals are asked for."""
    path = Redirect.normalise_path(unquote(request.get_full_path()), decode_unicode=False)
    found = get_redirect(request, path) or (get_redirect(request, path.lower()) if path != path.lower() else None)
    return found.link if found else None


def in_small_letters(request: HttpRequest) -> str | None:
    """The same address in small letters, if something is there."""
    path = request.path.lower()
    if path == request.path or not answers(request, path):
        return None
    query = request.META.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def answers(request: HttpRequest, path: str) -> bool:
    """Whether a view or a page of this site answers at the path."""
    try:
        if resolve(path).func is not serve:
            return True
        site = Site.find_for_request(request)
        return site is not None and site.root_page.specific.route(request, path.strip("/").split("/")) is not None
    except (Resolver404, Http404):
        return False


def chain_from(old_path: str, link: str, sites: list[Site], own_pk: int | None = None) -> list[str]:
    """The addresses that a visitor is led along from an old address; ends at the first that was there before."""
    chain = [old_path]
    while (path := local_path(link, sites)) is not None:
        chain.append(path)
        found = Redirect.objects.filter(old_path=path).exclude(pk=own_pk).first()
        if path in chain[:-1] or found is None or not found.link:
            break
        link = found.link
    return chain


def local_path(link: str, sites: list[Site]) -> str | None:
    """The path of a link to this site, as redirects have it; none for another site's."""
    for root in ("", *(site.root_url for site in sites)):
        if link.startswith(f"{root}/") and not link.startswith("//"):
            path: str = Redirect.normalise_path(link.removeprefix(root).partition("#")[0])
            return path
    return None


def drop_redirects_to_themselves(instance: Page, **_: Any) -> None:
    """Delete redirects from an address that their page has (again): once it is unpublished they would loop."""
    below = Redirect.objects.filter(automatically_created=True, redirect_page__path__startswith=instance.path)
    own = [redirect.pk for redirect in below.select_related("redirect_page") if leads_to_itself(redirect)]
    Redirect.objects.filter(pk__in=own).delete()


def leads_to_itself(redirect: Redirect) -> bool:
    page = redirect.redirect_page
    address = page.url if page else redirect.redirect_link
    return bool(address) and Redirect.normalise_path(address) == redirect.old_path


for signal in (page_slug_changed, post_page_move, page_unpublished):
    signal.connect(drop_redirects_to_themselves, dispatch_uid=f"redirects-to-themselves-{id(signal)}")
