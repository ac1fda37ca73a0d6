"""The staff docs as pages with an anchor for each section; the files in docs/ are the only source."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token
from PIL import Image

from content.text.plain import plain, text_around

FOLDER = Path(__file__).resolve().parents[2] / "docs"
DOCS = ("editing", "inbox")
AROUND = 90  # characters before and after a quoted word
WORD = re.compile(r"\w+")


@dataclass(frozen=True)
class HandbookSection:
    """One heading with the text below it."""

    doc: str
    anchor: str
    title: str
    html: SafeString
    words: str  # in lowercase

    @property
    def url(self) -> str:
        return f"{reverse('handbook_doc', args=[self.doc])}#{self.anchor}"


@dataclass(frozen=True)
class Doc:
    name: str
    title: str
    intro: SafeString
    sections: list[HandbookSection]


@cache
def load_doc(name: str) -> Doc:
    """Return a file of docs/, rendered once per process."""
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    tokens = markdown.parse((FOLDER / f"{name}.md").read_text())
    for token in tokens:
        rewrite_links(token.children or [])
    starts = [place for place, token in enumerate(tokens) if token.type == "heading_open" and token.tag in ("h1", "h2")]
    parts = [tokens[start:end] for start, end in zip(starts, [*starts[1:], len(tokens)], strict=True)]

    def render(part: Sequence[Token]) -> SafeString:
        html: SafeString = mark_safe(markdown.renderer.render(part, markdown.options, {}))  # noqa: S308 (our own files)
        return html

    first, *rest = parts
    return Doc(
        name, first[1].content, render(first[3:]), [handbook_section(name, part, render(part[3:])) for part in rest]
    )


def handbook_section(doc: str, part: Sequence[Token], html: SafeString) -> HandbookSection:
    title = part[1].content
    return HandbookSection(doc, slugify(title), title, html, f"{title} {plain(html)}".lower())


def rewrite_links(tokens: Sequence[Token]) -> None:
    """Point links between the docs, and images, to their URLs in the admin."""
    for token in tokens:
        target = str(token.attrGet("href") or "")
        doc, _, anchor = target.partition("#")
        if (name := doc.removesuffix(".md")) in DOCS:
            token.attrSet("href", reverse("handbook_doc", args=[name]) + (f"#{anchor}" if anchor else ""))
        if token.type == "image":
            name = Path(str(token.attrGet("src"))).name
            token.attrSet("src", reverse("handbook_picture", args=[name]))
            # Prevents layout shift while the image loads.
            for side, pixels in zip(("width", "height"), Image.open(FOLDER / "pictures" / name).size, strict=True):
                token.attrSet(side, pixels)


def all_docs() -> list[Doc]:
    return [load_doc(name) for name in DOCS]


def find_sections(text: str) -> list[HandbookSection]:
    """Return the sections that contain all of the words, those with the words in their title first."""
    words = [word.lower() for word in WORD.findall(text)]
    if not words:
        return []
    found = [one for doc in all_docs() for one in doc.sections if all(word in one.words for word in words)]
    return sorted(found, key=lambda one: -sum(word in one.title.lower() for word in words))


def quote(found: HandbookSection, text: str) -> str:
    """Return an excerpt of the section around the first search word."""
    words = plain(found.html)
    word = next(iter(WORD.findall(text.lower())), "")
    at = max(words.lower().find(word), 0)
    return text_around(words, at, at, AROUND)
