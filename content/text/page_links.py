"""Links between pages in rich text, without a query per link."""

from typing import Any

from django.utils.html import escape
from wagtail.rich_text.pages import PageLinkHandler

from content.text.directory import directory


class DirectoryLinkHandler(PageLinkHandler):
    """Wagtail's page links, with URLs from the directory."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        pages = directory()
        keys = [int(attrs["id"]) if str(attrs.get("id", "")).isdigit() else 0 for attrs in attrs_list]
        return [f'<a href="{escape(pages[pk].url)}">' if pk in pages else "<a>" for pk in keys]
