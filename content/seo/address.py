"""Absolute URLs, based on SITE_URL if it is set, else on the request's host."""

from django.conf import settings
from django.http import HttpRequest
from wagtail.images.models import AbstractImage
from wagtail.models import Page

from content.caching.routing import home_path
from content.text.directory import address_of


def base_url(request: HttpRequest) -> str:
    """Return the site's scheme and host, without a trailing slash."""
    return settings.SITE_URL or f"{request.scheme}://{request.get_host()}"


def page_path(page: Page, request: HttpRequest) -> str:
    """Return the page's own path, regardless of the requested URL."""
    return address_of(page.url_path, home_path()) or request.path


def picture_url(image: AbstractImage, spec: str, base: str) -> str:
    """Return the absolute URL of an image's rendition; empty if the image is missing or damaged."""
    try:
        return absolute(image.get_rendition(spec).url, base)
    except OSError:
        return ""


def absolute(address: str, base: str) -> str:
    """Return a URL of this site with scheme and host; other URLs are returned as is."""
    return f"{base}{address}" if address.startswith("/") and not address.startswith("//") else address
