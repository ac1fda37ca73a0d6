"""Heading anchors, which are unique per page, and the contents list made from them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

from content.text.plain import plain

HEADING = re.compile(r"<h([23])(?:\s[^>]*)?>(.*?)</h\1>", re.S)
LONGEST = 60
# Ids of templates, forms, and figures, which staff's headings must not get.
LAYOUT_IDS = re.compile(
    r"main|site-(menu|search)|ask|related|inquiry|muscles|places|doctor|where|meant|lost-conditions|sources|source-.*|words|word-.*"
    r"|id[_-].*|body-(outline|outline-half|chin)|rings-(often|sometimes|chosen)"
    r"|(figure|map|example|asked|finder)-(see-)?(front|back)"
)


@dataclass(frozen=True)
class Heading:
    """The target of a fragment link on a page."""

    text: str
    anchor: str
    listed: bool = True  # in the contents list
    is_layout: bool = False  # the anchor is a template's own


def anchor_for(text: str) -> str:
    """Return a heading's preferred anchor: `Where it starts` → `where-it-starts`."""
    return slugify(strip_tags(text))[:LONGEST].strip("-") or "section"


def titled(text: str, listed: bool = True) -> list[Heading]:
    """Return a block's heading; none for an empty text."""
    return [Heading(text, anchor_for(text), listed)] if text else []


def headings_in(html: str) -> Iterator[Heading]:
    """Yield the h2 and h3 of rich text; only h2 are in the contents list."""
    for found in HEADING.finditer(html):
        yield Heading(plain(found[2]), anchor_for(found[2]), listed=found[1] == "2")


def with_anchors(html: str, anchors: Iterable[str]) -> str:
    """Set the ids of the h2 and h3 in HTML, in order."""
    ids = iter(anchors)
    return HEADING.sub(lambda found: f'<h{found[1]} id="{next(ids)}">{found[2]}</h{found[1]}>', html)


# On a page ----------------------------------------------------------------------------------------


def anchored(blocks: Iterable[Any]) -> list[tuple[Any, list[Heading]]]:
    """Return each block of a page with its headings, which have unique anchors."""
    taken: set[str] = set()
    found = []
    for block in blocks:
        own = block.block.headings(block.value) if hasattr(block.block, "headings") else []
        found.append((block, [numbered(heading, taken) for heading in own if not is_twice(heading, taken)]))
    return found


def is_twice(heading: Heading, taken: set[str]) -> bool:
    """Return whether it would repeat something that a page only shows once, such as its sources."""
    return heading.is_layout and heading.anchor in taken


def numbered(heading: Heading, taken: set[str]) -> Heading:
    """Return the heading with a free anchor, which is then marked as taken."""
    wanted = heading.anchor
    if not heading.is_layout and LAYOUT_IDS.fullmatch(wanted):
        wanted = f"section-{wanted}"
    anchor, number = wanted, 1
    while anchor in taken:
        number += 1
        anchor = f"{wanted}-{number}"
    taken.add(anchor)
    return replace(heading, anchor=anchor)


def headings_for(block: Any, value: Any, context: dict[str, Any] | None) -> list[Heading]:
    """Return a block's headings with the anchors from its page; the block picker has no page."""
    if context and "headings" in context:
        return list(context["headings"])
    return list(block.headings(value))
