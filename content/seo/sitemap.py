"""The sitemap: every indexable page, from one query."""

from xml.sax.saxutils import escape

from django.contrib.contenttypes.models import ContentType
from wagtail.models import Page, get_page_models
from wagtail.query import PageQuerySet

from content.caching.routing import home_path, readable
from content.models import ClinicPage
from content.text.directory import address_of

MOST = 50_000  # URLs that the protocol allows per file
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def open_pages() -> PageQuerySet:
    """Return the public pages."""
    return readable(Page.objects.filter(url_path__startswith=home_path()))


def listed_types() -> list[int]:
    """Return the indexable page types."""
    models = [model for model in get_page_models() if issubclass(model, ClinicPage) and model.indexable]
    return [content_type.pk for content_type in ContentType.objects.get_for_models(*models).values()]


def build_sitemap(base: str) -> str:
    """Return all indexable pages with their last modification time."""
    home = home_path()
    pages = open_pages().filter(content_type__in=listed_types(), alias_of=None).order_by("path")
    rows = pages.values_list("url_path", "last_published_at", "latest_revision_created_at")[:MOST]
    entries = []
    for url_path, published, revised in rows:
        changed = published or revised
        lastmod = f"<lastmod>{changed.isoformat(timespec='seconds')}</lastmod>" if changed else ""
        entries.append(f"<url><loc>{escape(base + address_of(url_path, home))}</loc>{lastmod}</url>\n")
    return f"{HEAD}{''.join(entries)}</urlset>\n"
