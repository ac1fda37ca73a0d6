"""Converting the blocks of a starter file to the JSON that StreamField stores, each by the type of its field."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from wagtail import blocks
from wagtail.snippets.blocks import SnippetChooserBlock

from content.blocks import VOCABULARY
from content.starter.text import StarterError, rich_text, typeset

BLOCKS = dict(VOCABULARY)
FOLDERS = {"conditionpage": "conditions", "musclepage": "muscles", "practitionerpage": "practitioners"}


@dataclass(frozen=True)
class References:
    """Resolves names in the files to primary keys."""

    page: Callable[[str], int]
    session: Callable[[str], int]
    image: Callable[[str], int]


def stream(body: list[dict[str, Any]], refs: References) -> list[dict[str, Any]]:
    result = []
    for entry in body:
        if len(entry) != 1:
            raise StarterError(f"each block is one name with its value, this is {list(entry)}")
        [(kind, value)] = entry.items()
        convert = {"comparison_table": table, "figure": figure}.get(kind)
        result.append(
            {"type": kind, "value": convert(value, refs) if convert else stored_value(BLOCKS[kind], value, refs)}
        )
    return result


def stored_value(block: blocks.Block, value: Any, refs: References) -> Any:
    """Return a value as its block stores it: Markdown as rich text, names of pages and sessions as their keys."""
    if isinstance(block, blocks.StructBlock):
        return {name: stored_value(block.child_blocks[name], entry, refs) for name, entry in (value or {}).items()}
    if isinstance(block, blocks.ListBlock):
        return [stored_value(block.child_block, entry, refs) for entry in value or ()]
    if isinstance(block, blocks.RichTextBlock):
        return rich_text(value or "", refs.page)
    if isinstance(block, SnippetChooserBlock):
        return refs.session(value)
    if isinstance(block, blocks.PageChooserBlock):
        folder = FOLDERS.get(str(block.target_models[0]._meta.model_name), "")
        return refs.page(f"{folder}/{value}" if folder and "/" not in value else value)
    return typeset(value) if isinstance(value, str) else value


def table(value: dict[str, Any], refs: References) -> dict[str, Any]:
    columns = [
        {"type": "heading" if i == 0 else "text", "heading": typeset(str(name or ""))}
        for i, name in enumerate(value["columns"])
    ]
    rows = []
    for row in value["rows"]:
        if len(row) != len(columns):
            raise StarterError(f"a table row has {len(row)} cells, not {len(columns)}: {row[0]}")
        cells = [typeset(str(row[0])), *(rich_text(str(cell), refs.page) for cell in row[1:])]
        rows.append({"values": cells})
    return {
        "table": {"columns": columns, "rows": rows, "caption": typeset(value.get("caption", ""))},
        "note": rich_text(value.get("note", ""), refs.page),
    }


def figure(value: dict[str, Any], refs: References) -> dict[str, Any]:
    alt = typeset(value.get("alt", ""))
    image = {"image": refs.image(value["image"]), "decorative": bool(value.get("decorative")), "alt_text": alt}
    others = {name: entry for name, entry in value.items() if name not in {"image", "alt", "decorative"}}
    return {"image": image, **stored_value(BLOCKS["figure"], others, refs)}
