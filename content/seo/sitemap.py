"""The sitemap: every indexable page."""

from xml.sax.saxutils import escape

from content.text.directory import indexed

MOST = 50_000  # URLs that the protocol allows per file
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'


def build_sitemap(base: str) -> str:
    """Return all indexable pages with their last modification time."""
    entries = []
    for page in indexed()[:MOST]:
        lastmod = f"<lastmod>{page.changed.isoformat(timespec='seconds')}</lastmod>" if page.changed else ""
        entries.append(f"<url><loc>{escape(base + page.url)}</loc>{lastmod}</url>\n")
    return f"{HEAD}{''.join(entries)}</urlset>\n"
