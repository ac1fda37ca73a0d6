"""Anchors for headings, and the contents list made from them."""

import re
from collections.abc import Iterator

from django.utils.html import strip_tags
from django.utils.text import slugify

HEADING = re.compile(r"<h([23])(?:\s[^>]*)?>(.*?)</h\1>", re.S)


def anchor_for(text: str) -> str:
    """A heading's fragment identifier: `Where it starts` → `where-it-starts`."""
    return slugify(strip_tags(text))[:60].strip("-") or "section"


def with_anchors(html: str) -> str:
    """The same HTML with an id on every h2 and h3."""
    return HEADING.sub(lambda found: f'<h{found[1]} id="{anchor_for(found[2])}">{found[2]}</h{found[1]}>', html)


def headings_in(html: str, level: int = 2) -> Iterator[tuple[str, str]]:
    """(anchor, text) of each heading of that level, in order."""
    for found in HEADING.finditer(html):
        if int(found[1]) == level:
            yield anchor_for(found[2]), strip_tags(found[2])
