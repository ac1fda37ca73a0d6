"""The URLs that pages, sources, and settings link to, each with the field that has it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import models
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import RichTextField, StreamField
from wagtail.models import Page

from content.models import ClinicSettings, GlossaryTerm, ReusableText, Source
from content.models.with_rows import read_with_rows

HREF = re.compile(r'<a\s[^>]*?href="([^"]*)"')
ADDRESSED = (StreamField, RichTextField, models.URLField)  # fields that may contain URLs
DOI_SITE = "https://doi.org/"


@dataclass(frozen=True)
class LinkPlace:
    """Where a URL is used: the object, the field's label, and its content path in the editor."""

    model: str
    pk: Any
    title: str
    where: str
    path: str


def linking_objects() -> Iterator[models.Model]:
    """Yield all objects whose links visitors see."""
    yield from read_with_rows(Page.objects.live().filter(depth__gte=2))
    for model in (Source, ClinicSettings, Redirect, ReusableText, GlossaryTerm):
        yield from model._default_manager.all()


def place(owner: models.Model, where: str, path: str) -> LinkPlace:
    title = owner.get_admin_display_title() if isinstance(owner, Page) else str(owner)
    return LinkPlace(owner._meta.label, owner.pk, title, where, path)


def addresses_in(owner: models.Model) -> Iterator[tuple[str, LinkPlace]]:
    """Yield every typed URL in an object's fields, blocks, and rows."""
    for where, path, address in in_fields(owner):
        yield address.strip(), place(owner, where, path)
    for relation in get_all_child_relations(type(owner)):
        name = relation.get_accessor_name()
        if not any(isinstance(field, ADDRESSED) for field in relation.related_model._meta.concrete_fields):
            continue
        for child in getattr(owner, name).all():
            for where, path, address in in_fields(child):
                label = f"{capfirst(name.replace('_', ' '))} → {where}"
                yield address.strip(), place(owner, label, f"{name}.{child.pk}.{path}")


def in_fields(owner: models.Model) -> Iterator[tuple[str, str, str]]:
    """Yield (field, path, URL) from an object's own fields."""
    for field in owner._meta.concrete_fields:
        value = None if field.is_relation else getattr(owner, field.attname)
        label = capfirst(str(field.verbose_name))
        if not value:
            continue
        if isinstance(field, StreamField):
            for child in value:
                for address in in_block(child.block, child.value):
                    yield f"{label} → {child.block.label}", f"{field.name}.{child.id}", address
        elif isinstance(field, RichTextField):
            yield from ((label, field.name, address) for address in in_html(str(value)))
        elif isinstance(field, models.URLField):
            yield label, field.name, str(value)
        elif field.name == "doi" and getattr(owner, "url", "") != f"{DOI_SITE}{value}":
            yield label, field.name, f"{DOI_SITE}{value}"


def in_html(source: str) -> Iterator[str]:
    yield from map(html.unescape, HREF.findall(source))


def in_block(block: Any, value: Any) -> Iterator[str]:
    """Yield the URLs in a block's value, at any depth."""
    if not value:
        return
    if isinstance(block, blocks.RichTextBlock):
        yield from in_html(value.source)
    elif isinstance(block, blocks.URLBlock):
        yield str(value)
    elif isinstance(block, TypedTableBlock):
        for row in value.rows:
            for cell in row:
                yield from in_block(cell.block, cell.value)
    elif isinstance(block, blocks.BaseStructBlock) and isinstance(value, dict):  # an image block's value is the image
        for name, child in block.child_blocks.items():
            yield from in_block(child, value.get(name))
    elif isinstance(block, blocks.ListBlock | blocks.BaseStreamBlock):
        for child in getattr(value, "bound_blocks", value):
            yield from in_block(child.block, child.value)
