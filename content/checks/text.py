"""A page's text as readers see it, with its place in the editor."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.images.blocks import ImageBlock
from wagtail.models import Page

from content.blocks.shared import ReusableTextBlock, TestimonialsBlock
from content.models import ClinicPage, SessionType
from content.text.plain import lines_of

# Wagtail's own fields that readers don't see as text.
HIDDEN = {"path", "slug", "url_path", "draft_title", "alias_of", "translation_key", "schema_type"}
READ_OF_PAGE = {"title", "seo_title", "search_description"}
PROSE = (blocks.CharBlock, blocks.TextBlock, blocks.BlockQuoteBlock)


@dataclass(frozen=True)
class Passage:
    """One paragraph, heading, cell or line of text."""

    where: str
    text: str
    path: str = ""  # Wagtail's content path of the field: body.ID.text


def passages(page: ClinicPage) -> Iterator[Passage]:
    """Yield all of a page's text, in the order of its editor."""
    for field in page._meta.concrete_fields:
        if field.model is Page and field.name not in READ_OF_PAGE:
            continue
        yield from field_passages(page, field)
    for relation in get_all_child_relations(type(page)):
        name = relation.get_accessor_name()
        if relation.related_model._meta.app_label == "wagtailcore":
            continue
        for child in getattr(page, name).all():
            for field in child._meta.concrete_fields:
                yield from field_passages(child, field, capfirst(name.replace("_", " ")), name)


def field_passages(owner: models.Model, field: Any, where: str = "", path: str = "") -> Iterator[Passage]:
    """Yield the text in a field: plain, rich, or a stream of blocks."""
    label, path = where or capfirst(str(field.verbose_name)), path or field.name
    value = getattr(owner, field.attname) if not field.is_relation else None
    if isinstance(field, StreamField):
        yield from children_passages(value or (), path)
    elif isinstance(field, RichTextField):
        yield from html_passages(value or "", label, path)
    elif is_prose(field) and value:
        yield from (Passage(label, line.strip(), path) for line in str(value).splitlines() if line.strip())


def is_prose(field: Any) -> bool:
    """Return whether the field is read as text, unlike choices, URLs, and keys."""
    if field.name in HIDDEN or field.choices:
        return False
    return isinstance(field, models.CharField | models.TextField) and not isinstance(
        field, models.URLField | models.SlugField | models.EmailField
    )


def html_passages(source: str, where: str, path: str = "") -> Iterator[Passage]:
    yield from (Passage(where, line, path) for line in lines_of(source))


def children_passages(children: Any, path: str, where: str = "") -> Iterator[Passage]:
    """Yield the text in the blocks of a stream or list; each block has its own ID."""
    for child in children:
        label = where or str(child.block.label)
        yield from block_passages(child.block, child.value, label, f"{path}.{child.id}" if child.id else path)


def block_passages(block: Any, value: Any, where: str, path: str = "") -> Iterator[Passage]:
    if value is None or value == "":
        return
    if isinstance(block, blocks.RichTextBlock):
        yield from html_passages(value.source, where, path)
    elif isinstance(block, TypedTableBlock):
        yield from table_passages(value, where, path)
    elif isinstance(block, ImageBlock):
        yield from html_passages(getattr(value, "contextual_alt_text", "") or "", where, path)
    elif isinstance(block, blocks.BaseStructBlock):
        for name, child in block.child_blocks.items():
            yield from block_passages(child, value.get(name), where, f"{path}.{name}")
        yield from kept_elsewhere(block, value, where, path)
    elif isinstance(block, blocks.ListBlock):
        yield from children_passages(getattr(value, "bound_blocks", ()), path, where)
    elif isinstance(block, blocks.BaseStreamBlock):
        yield from children_passages(value, path, where)
    elif isinstance(block, PROSE) and not isinstance(block, blocks.URLBlock):
        yield from html_passages(str(value), where, path)


def table_passages(table: Any, where: str, path: str) -> Iterator[Passage]:
    for column in table.columns:
        yield from html_passages(column["heading"] or "", where, path)
    for row in table.rows:
        for cell in row:
            yield from block_passages(cell.block, cell.value, where, path)
    yield from html_passages(table.caption or "", where, path)


def kept_elsewhere(block: Any, value: Any, where: str, path: str) -> Iterator[Passage]:
    """Yield the text of the session types, reusable texts, and testimonials that a block shows."""
    if isinstance(block, ReusableTextBlock | TestimonialsBlock):
        for text in block.passages(value):
            yield from html_passages(text, where, path)
    for shown in block.cards_for(value) if block.name == "sessions" else ():
        if isinstance(shown, SessionType):
            for text in (shown.name, shown.description, shown.suits, shown.not_for):
                yield from html_passages(text, where, path)
