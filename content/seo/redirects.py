"""Redirects from old URLs, however they are written, to a page's current URL, without loops."""

from urllib.parse import unquote

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseNotFound, HttpResponsePermanentRedirect
from django.urls import Resolver404, resolve
from wagtail.contrib.redirects.middleware import RedirectMiddleware as WagtailRedirectMiddleware
from wagtail.contrib.redirects.middleware import get_redirect
from wagtail.contrib.redirects.models import Redirect
from wagtail.coreutils import get_dummy_request
from wagtail.views import serve

from content.caching.routing import the_site
from content.caching.version import per_version
from content.counting.not_found import count_not_found


class RedirectMiddleware(WagtailRedirectMiddleware):
    """Extends Wagtail's to old URLs that differ only in their query, with spaces or `;`, or in uppercase."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        path = request.get_full_path()
        if request.META.get("QUERY_STRING") and Redirect.normalise_path(path) in paths_with_query():
            response = HttpResponseNotFound()  # an older site's `/?page_id=7` would show this site's home page
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
    """Return the final target, so that a chain of redirects is a single step for the visitor.

    Empty if it would loop, which an unpublished page can cause.
    """
    seen = {Redirect.normalise_path(request.get_full_path())}
    while (path := local_path(link)) is not None:
        if path in seen:
            return ""
        seen.add(path)
        found = get_redirect(request, path)
        if found is None or not found.link or answers(path):
            break
        link = found.link
    return link


def paths_with_query() -> frozenset[str]:
    """Return the old paths that have a query."""
    found = Redirect.objects.filter(old_path__contains="?").values_list("old_path", flat=True)
    return per_version("redirects-with-query", lambda: frozenset(found))


def as_typed(request: HttpRequest) -> str | None:
    """Return the target of a redirect that staff typed unencoded, or in lowercase while the request has uppercase."""
    path = Redirect.normalise_path(unquote(request.get_full_path()), decode_unicode=False)
    found = get_redirect(request, path) or (get_redirect(request, path.lower()) if path != path.lower() else None)
    return found.link if found else None


def in_small_letters(request: HttpRequest) -> str | None:
    """Return the lowercase URL, if it exists."""
    path = request.path.lower()
    if path == request.path or not url_exists(request, path):
        return None
    query = request.META.get("QUERY_STRING")
    return f"{path}?{query}" if query else path


def url_exists(request: HttpRequest, path: str) -> bool:
    """Return whether a view or page of this site exists at the path."""
    try:
        if resolve(path).func is not serve:
            return True
        return the_site().root_page.route(request, [step for step in path.split("/") if step]) is not None
    except (Resolver404, Http404):
        return False


def answers(path: str) -> bool:
    """Return whether a page or view of the site exists at a path, with or without its last slash."""
    bare = unquote(path.partition("?")[0]).rstrip("/")
    request = get_dummy_request(path=path, site=the_site())
    return url_exists(request, f"{bare}/") or url_exists(request, bare)


def chain_from(old_path: str, link: str, own_pk: int | None = None) -> list[str]:
    """Return the chain of paths that a redirect from `old_path` leads through, up to the first repeated one."""
    chain = [old_path]
    while (path := local_path(link)) is not None:
        chain.append(path)
        found = Redirect.objects.filter(old_path=path).exclude(pk=own_pk).first()
        if path in chain[:-1] or found is None or not found.link:
            break
        link = found.link
    return chain


def local_path(link: str) -> str | None:
    """Return the path of a link to this site, normalized as for redirects; None for other sites."""
    for root in ("", the_site().root_url):
        if link.startswith(f"{root}/") and not link.startswith("//"):
            path: str = Redirect.normalise_path(link.removeprefix(root).partition("#")[0])
            return path
    return None
