"""Links between pages in rich text, without a query a link."""

from typing import Any

from django.core.cache import caches
from django.utils.html import escape
from wagtail.models import Page
from wagtail.rich_text.pages import PageLinkHandler

from content.caching.routing import readable
from content.caching.version import current_version


def page_urls(ids: list[int]) -> dict[int, str]:
    """Addresses of the pages that every visitor may read; those not asked for before in one query together."""
    prefix = f"page-url-{current_version()}-"
    known = caches["local"].get_many([f"{prefix}{pk}" for pk in ids])
    found = {pk: known[f"{prefix}{pk}"] for pk in ids if f"{prefix}{pk}" in known}
    missing = [pk for pk in ids if pk not in found]
    if missing:
        shown = readable(Page.objects).filter(pk__in=missing)
        fresh = dict.fromkeys(missing, "") | {page.pk: page.url or "" for page in shown}
        caches["local"].set_many({f"{prefix}{pk}": url for pk, url in fresh.items()}, 300)
        found |= fresh
    return found


class CachedPageLinkHandler(PageLinkHandler):
    """Wagtail's page links, with addresses cached per content version."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        ids = [int(attrs["id"]) if str(attrs.get("id", "")).isdigit() else 0 for attrs in attrs_list]
        urls = page_urls(ids)
        return [f'<a href="{escape(urls[pk])}">' if urls.get(pk) else "<a>" for pk in ids]
