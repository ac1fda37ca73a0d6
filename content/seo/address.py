"""Absolute addresses: from SITE_URL where it is set, else from the address the visitor used."""

from django.conf import settings
from django.http import HttpRequest
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Site

from content.caching.routing import site_for


def base_url(request: HttpRequest) -> str:
    """Scheme and host of the request's site, without a slash at the end."""
    site = current_site(request)
    if site is not None and not site.is_default_site:
        return str(site.root_url)
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def current_site(request: HttpRequest) -> Site | None:
    """The request's site, from the cache where there is one."""
    if hasattr(request, "_wagtail_site"):
        site: Site | None = request._wagtail_site
        return site
    return site_for(request)


def page_path(page: Page, request: HttpRequest) -> str:
    """The page's own address within the site, whatever address it was asked for under."""
    site = current_site(request)
    home: str = site.root_page.url_path if site else "/"
    path = page.url_path
    return str(path[len(home) - 1 :]) if path and path.startswith(home) else request.path


def picture_url(image: AbstractImage, spec: str, base: str) -> str:
    """The absolute address of a picture in a size; none for one that is lost or damaged."""
    try:
        return absolute(image.get_rendition(spec).url, base)
    except OSError:
        return ""


def absolute(address: str, base: str) -> str:
    """An address of this site with scheme and host; others stay as they are."""
    return f"{base}{address}" if address.startswith("/") and not address.startswith("//") else address
