"""Converting the starter files' Markdown to the HTML that Wagtail's rich text stores."""

import re
from collections.abc import Callable
from html import unescape

from markdown_it import MarkdownIt

LINK = re.compile(r'<a href="(page|source):([^"]+)">')
BETWEEN_BLOCKS = re.compile(r"> <(?=/?(?:p|ul|ol|li|h[1-6]|blockquote)\b)")
TAG = re.compile(r"<[^>]+>")

markdown = MarkdownIt("commonmark", {"typographer": True}).enable(["replacements", "smartquotes"])


class StarterError(Exception):
    """A starter file can't be loaded; the message names the file."""


def rich_text(source: str, page_id: Callable[[str], int]) -> str:
    """Convert Markdown to HTML; `page:` links become Wagtail's, and `source:` links point to the list of sources."""

    def link(found: re.Match[str]) -> str:
        kind, target = found.groups()
        if kind == "source":
            return f'<a href="#source-{target}">'
        return f'<a linktype="page" id="{page_id(target)}">'

    # Wagtail's editor has no soft line breaks: a paragraph is one line.
    html = markdown.render(source).replace("\n", " ").strip()
    return LINK.sub(link, BETWEEN_BLOCKS.sub("><", html))


def typeset(source: str) -> str:
    """Return plain text with typographic quotes, apostrophes, and dashes."""
    return unescape(TAG.sub("", markdown.renderInline(source.strip())))
