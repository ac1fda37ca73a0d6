"""Every value of an object that visitors may see: its fields, blocks, and rows, each with its place in the editor."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from django.db import models
from django.utils.text import capfirst
from modelcluster.models import get_all_child_relations
from wagtail import blocks
from wagtail.contrib.typed_table_block.blocks import TypedTableBlock
from wagtail.fields import StreamField
from wagtail.images.blocks import ImageBlock

TABLE_TEXT = blocks.CharBlock()  # what a table's caption and column headings are


@dataclass(frozen=True)
class Value:
    """A value, and the model field or block that it belongs to."""

    source: Any
    value: Any
    where: str  # in words
    path: str  # Wagtail's content path, such as body.ID.text
    owner: models.Model  # the object or the row


def all_values(owner: models.Model) -> Iterator[Value]:
    """Yield all values of an object and its rows, in the order of its editor."""
    yield from own_values(owner)
    for name in rows_of(type(owner)):
        for row in getattr(owner, name).all():
            for one in own_values(row):
                where = f"{capfirst(name.replace('_', ' '))} → {one.where}"
                yield replace(one, where=where, path=f"{name}.{row.pk}.{one.path}" if row.pk else name)


def rows_of(model: type[models.Model]) -> list[str]:
    """Return the names of a model's rows, without Wagtail's own, such as comments."""
    relations = get_all_child_relations(model)
    return [one.get_accessor_name() for one in relations if one.related_model._meta.app_label != "wagtailcore"]


def own_values(owner: models.Model) -> Iterator[Value]:
    """Yield the values of an object's fields and blocks."""
    for field in owner._meta.concrete_fields:
        value = None if field.is_relation else getattr(owner, field.attname)
        label = capfirst(str(field.verbose_name))
        if isinstance(field, StreamField):
            for child in value or ():
                where, path = f"{label} → {child.block.label}", f"{field.name}.{child.id}" if child.id else field.name
                yield from block_values(Value(child.block, child.value, where, path, owner))
        elif value:
            yield Value(field, value, label, field.name, owner)


def block_values(one: Value) -> Iterator[Value]:
    """Yield the values in a block, at any depth, and then, if it has several, the block itself."""
    block, value = one.source, one.value
    if value is None or value == "":
        return
    if isinstance(block, TypedTableBlock):
        yield from (replace(one, source=TABLE_TEXT, value=column["heading"] or "") for column in value.columns)
        for row in value.rows:
            for cell in row:
                yield from block_values(replace(one, source=cell.block, value=cell.value))
        yield replace(one, source=TABLE_TEXT, value=value.caption or "")
    elif isinstance(block, blocks.ListBlock | blocks.BaseStreamBlock):
        for child in getattr(value, "bound_blocks", value):
            path = f"{one.path}.{child.id}" if child.id else one.path
            yield from block_values(replace(one, source=child.block, value=child.value, path=path))
    else:
        if isinstance(block, blocks.BaseStructBlock) and not isinstance(block, ImageBlock):
            for name, child in block.child_blocks.items():
                yield from block_values(replace(one, source=child, value=value.get(name), path=f"{one.path}.{name}"))
        yield one
