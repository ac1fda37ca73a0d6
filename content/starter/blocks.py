"""Converting the blocks of a starter file to the JSON that StreamField stores."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from content.starter.text import StarterError, rich_text, typeset

RICH = {"text", "answer", "action", "note"}  # Markdown, if the block's field is rich text
PLAIN_TEXT_BLOCKS = {
    "inquiry_slot",
    "call_to_action",
    "conditions",
    "articles",
    "muscles",
    "quote",
    "sessions",
}


@dataclass(frozen=True)
class References:
    """Resolves names in the files to primary keys."""

    page: Callable[[str], int]
    muscle: Callable[[str], int]
    practitioner: Callable[[str], int]
    session: Callable[[str], int]
    image: Callable[[str], int]


def stream(body: list[dict[str, Any]], refs: References) -> list[dict[str, Any]]:
    result = []
    for entry in body:
        if len(entry) != 1:
            raise StarterError(f"each block is one name with its value, this is {list(entry)}")
        [(kind, value)] = entry.items()
        result.append({"type": kind, "value": block_value(kind, value, refs)})
    return result


def block_value(kind: str, value: Any, refs: References) -> Any:
    if kind == "rich_text":
        return rich_text(value, refs.page)
    if kind in CONVERTERS:
        return CONVERTERS[kind](value, refs)
    return block_fields(kind, value, refs)


def block_fields(kind: str, value: dict[str, Any], refs: References) -> dict[str, Any]:
    """Convert strings to plain text, or to rich text for `RICH` fields."""
    result: dict[str, Any] = {}
    for name, entry in (value or {}).items():
        if isinstance(entry, str):
            is_rich = name in RICH and kind not in PLAIN_TEXT_BLOCKS
            result[name] = rich_text(entry, refs.page) if is_rich and entry else typeset(entry)
        elif isinstance(entry, list):
            result[name] = [
                block_fields(kind, item, refs) if isinstance(item, dict) else typeset(str(item)) for item in entry
            ]
        else:
            result[name] = entry
    return result


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
    return {
        "image": {
            "image": refs.image(value["image"]),
            "decorative": bool(value.get("decorative")),
            "alt_text": typeset(value.get("alt", "")),
        },
        "caption": typeset(value.get("caption", "")),
        "credit": typeset(value.get("credit", "")),
        "width": value.get("width", "text"),
    }


def cards(names: str, find: str) -> Callable[[dict[str, Any], References], dict[str, Any]]:
    """Return a converter for blocks that list pages or snippets under `names`."""

    def convert(value: dict[str, Any], refs: References) -> dict[str, Any]:
        return {
            "heading": typeset(value.get("heading", "")),
            "text": typeset(value.get("text", "")),
            names: [getattr(refs, find)(name) for name in value.get(names) or []],
        }

    return convert


def practitioner(value: dict[str, Any], refs: References) -> dict[str, Any]:
    return {
        "practitioner": refs.practitioner(value["practitioner"]),
        "text": rich_text(value.get("text", ""), refs.page),
    }


def call_to_action(value: dict[str, Any], refs: References) -> dict[str, Any]:
    page = value.get("page")
    return {**block_fields("call_to_action", value, refs), "page": refs.page(page) if page else None}


def conditions(value: dict[str, Any], refs: References) -> dict[str, Any]:
    names = value.get("conditions") or []
    paths = [name if "/" in name else f"conditions/{name}" for name in names]
    return cards("conditions", "page")({**value, "conditions": paths}, refs)


CONVERTERS: dict[str, Callable[[Any, References], Any]] = {
    "comparison_table": table,
    "figure": figure,
    "related_pages": cards("pages", "page"),
    "sessions": cards("sessions", "session"),
    "muscles": cards("muscles", "muscle"),
    "conditions": conditions,
    "practitioner": practitioner,
    "call_to_action": call_to_action,
}
