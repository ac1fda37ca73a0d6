"""Absolute URLs, based on SITE_URL if it is set, else on the request's host."""

from django.conf import settings
from django.http import HttpRequest
from wagtail.images.models import AbstractImage
from wagtail.models import Page, Site

from content.caching.routing import site_for


def base_url(request: HttpRequest) -> str:
    """Return scheme and host of the request's site, without a trailing slash."""
    site = current_site(request)
    if site is not None and not site.is_default_site:
        return str(site.root_url)
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def current_site(request: HttpRequest) -> Site | None:
    """Return the request's site, cached if possible."""
    if hasattr(request, "_wagtail_site"):
        site: Site | None = request._wagtail_site
        return site
    return site_for(request)


def page_path(page: Page, request: HttpRequest) -> str:
    """Return the page's own path, regardless of the requested URL."""
    site = current_site(request)
    home: str = site.root_page.url_path if site else "/"
    path = page.url_path
    return str(path[len(home) - 1 :]) if path and path.startswith(home) else request.path


def picture_url(image: AbstractImage, spec: str, base: str) -> str:
    """Return the absolute URL of an image's rendition; empty if the image is missing or damaged."""
    try:
        return absolute(image.get_rendition(spec).url, base)
    except OSError:
        return ""


def absolute(address: str, base: str) -> str:
    """Return a URL of this site with scheme and host; other URLs are returned as is."""
    return f"{base}{address}" if address.startswith("/") and not address.startswith("//") else address
