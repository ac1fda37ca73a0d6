"""Counting page views, including those served by the page cache."""

import re
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from datetime import tzinfo
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from wagtail import hooks
from wagtail.models import Page

from content.caching.cookies import has_own_cookie
from content.counting.daily import DailyCounter
from content.counting.models import PageDay, RegionDay

COUNTED = "pinpoint.counted"  # in the environ: what this page counts, for the page cache
ROBOTS = re.compile(r"bot|crawl|spider|slurp|preview|monitor|headless|curl|wget|python|http", re.IGNORECASE)
PREFETCH = frozenset({"HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_PURPOSE", "HTTP_X_MOZ"})

Serve = Callable[[Page, HttpRequest, Any, Any], HttpResponse]
Count = Callable[[Mapping[str, Any], tzinfo], None]

page_views = DailyCounter(PageDay, "page_id")
region_views = DailyCounter(RegionDay, "region")


def is_visitor(meta: Mapping[str, Any]) -> bool:
    """Return whether it seems to be a real visitor: no bot, no prefetch, no staff or preview of the coming site."""
    purposes = " ".join(str(meta[name]) for name in PREFETCH & meta.keys())
    return (
        meta.get("REQUEST_METHOD") == "GET"
        and not is_robot(str(meta.get("HTTP_USER_AGENT", "")))
        and "prefetch" not in purposes
        and "preview" not in purposes
        and not has_own_cookie(meta)
    )


@lru_cache(maxsize=1000)
def is_robot(agent: str) -> bool:
    return not agent or ROBOTS.search(agent) is not None


def count(meta: MutableMapping[str, Any], what: Count) -> None:
    """Count for a visitor, and note it in the environ, so that views of the cached page are counted the same way.

    The clinic's time zone is noted too, for the date, since the page cache's threads have none activated.
    """
    noted = (what, timezone.get_current_timezone())
    meta.setdefault(COUNTED, []).append(noted)
    count_cached([noted], meta)


def count_cached(counted: Sequence[tuple[Count, tzinfo]], meta: Mapping[str, Any]) -> None:
    """Count a view of a cached page with what was noted when Django rendered it."""
    if counted and is_visitor(meta):
        for what, zone in counted:
            what(meta, zone)


def count_regions(slugs: Iterable[str], meta: MutableMapping[str, Any]) -> None:
    """Count a view of regions of the pain map."""
    shown = tuple(slugs)

    def add(meta: Mapping[str, Any], zone: tzinfo) -> None:
        seen = regions_before(meta)
        for slug in shown:
            if slug not in seen:
                region_views.add(slug, zone=zone)

    count(meta, add)


def regions_before(meta: Mapping[str, Any]) -> set[str]:
    """Return the regions in the Referer: a visitor who adds a place to a choice has already seen the others."""
    address = str(meta.get("HTTP_REFERER", ""))
    if not address:
        return set()
    try:
        referrer = urlsplit(address)
    except ValueError:
        return set()
    if referrer.netloc != meta.get("HTTP_HOST", ""):
        return set()
    return {part.removeprefix("left-").removeprefix("right-") for part in referrer.path.split("/")}


def count_page(serve: Serve) -> Serve:
    """Wrap Wagtail's serving of a page, which previews bypass, and count it if it was shown."""

    def serve_and_count(page: Page, request: HttpRequest, args: Any, kwargs: Any) -> HttpResponse:
        response = serve(page, request, args, kwargs)
        is_shown = response.status_code == 200 and response.get("Content-Type", "").startswith("text/html")
        if is_shown and page.pk:
            count(request.META, lambda _meta, zone: page_views.add(page.pk, zone=zone))
        return response

    return serve_and_count


hooks.register("on_serve_page", count_page)
