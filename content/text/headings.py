"""Anchors of headings, each once a page, and the contents list made from them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.utils.html import strip_tags
from django.utils.text import slugify

from content.text.plain import plain

HEADING = re.compile(r"<h([23])(?:\s[^>]*)?>(.*?)</h\1>", re.S)
LONGEST = 60
# What templates, forms and figures call their own elements; no heading of staff takes one of these.
LAYOUT_IDS = re.compile(
    r"main|site-(menu|search)|ask|related|inquiry|muscles|places|doctor|where|meant|lost-conditions|sources|source-.*|words|word-.*"
    r"|(id|hint|error)[_-].*|body-(outline|outline-half|chin)|rings-(often|sometimes|chosen)"
    r"|(figure|map|example|asked|finder)-(see-)?(front|back)"
    r"|(muscle|region)-.*-(skin|half|travel|body|soft|felt|rings)"
)


@dataclass(frozen=True)
class Heading:
    """Something of a page that a fragment leads to."""

    text: str
    anchor: str
    listed: bool = True  # in the contents list
    is_layout: bool = False  # the anchor is a template's own


def anchor_for(text: str) -> str:
    """A heading's fragment identifier where nothing else has it: `Where it starts` → `where-it-starts`."""
    return slugify(strip_tags(text))[:LONGEST].strip("-") or "section"


def titled(text: str, listed: bool = True) -> list[Heading]:
    """The heading of a block; none for an empty text."""
    return [Heading(text, anchor_for(text), listed)] if text else []


def headings_in(html: str) -> Iterator[Heading]:
    """The h2 and h3 of rich text; the contents list has the h2."""
    for found in HEADING.finditer(html):
        yield Heading(plain(found[2]), anchor_for(found[2]), listed=found[1] == "2")


def with_anchors(html: str, anchors: Iterable[str]) -> str:
    """The same HTML with the ids on its h2 and h3, in their order."""
    ids = iter(anchors)
    return HEADING.sub(lambda found: f'<h{found[1]} id="{next(ids)}">{found[2]}</h{found[1]}>', html)


# On a page ----------------------------------------------------------------------------------------


def anchored(blocks: Iterable[Any]) -> list[tuple[Any, list[Heading]]]:
    """Each block of a page with its headings, whose anchors nothing else on the page has."""
    taken: set[str] = set()
    found = []
    for block in blocks:
        own = block.block.headings(block.value) if hasattr(block.block, "headings") else []
        found.append((block, [numbered(heading, taken) for heading in own if not is_twice(heading, taken)]))
    return found


def is_twice(heading: Heading, taken: set[str]) -> bool:
    """Whether a page would show for the second time what it shows once, such as its sources."""
    return heading.is_layout and heading.anchor in taken


def numbered(heading: Heading, taken: set[str]) -> Heading:
    """The heading with an anchor that is still free, which then is taken."""
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
    """A block's headings with the anchors that its page gave them; the picker shows a block without a page."""
    if context and "headings" in context:
        return list(context["headings"])
    return list(block.headings(value))
