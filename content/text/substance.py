"""Comparing two stored versions of a page by what readers see."""

import html
import json
import re
from typing import Any

ROW_KEYS = {"pk", "id", "sort_order"}  # identify a row or block, but aren't part of its text
TAG = re.compile(r"<(/?)(\w+)((?:\s[^<>]*?)?)\s*/?>")
SAME_TAGS = {"strong": "b", "em": "i"}  # the editor writes the second, the starter the first
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def says_the_same(first: dict[str, Any], second: dict[str, Any], ignored: set[str]) -> bool:
    """Compare two versions, ignoring the given fields, equivalent markup, and fields that only one of them has."""
    return all(is_same(first[name], second[name]) for name in (first.keys() & second.keys()) - ignored)


def is_same(first: Any, second: Any) -> bool:
    """Return whether two values of a field read the same. Rows and blocks are compared by the fields that both have:
    an older version lacks fields that were added later, or that have their default."""
    first, second = comparable(first), comparable(second)
    if isinstance(first, dict) and isinstance(second, dict):
        return says_the_same(first, second, ROW_KEYS)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(is_same, first, second))
    return bool(first == second) or not (first or second)


def comparable(value: Any) -> Any:
    """Return the value in comparable form: a stream of blocks (stored as a string) as a list, a wrapped list item as
    its value, and a text without the markup that editors write differently."""
    if isinstance(value, dict) and value.get("type") == "item":
        return comparable(value.get("value"))
    if not isinstance(value, str):
        return value
    if value.startswith(("[", "{")):
        try:
            return json.loads(value)
        except ValueError:
            pass
    return " ".join(html.unescape(TAG.sub(plain_tag, value)).split())


def plain_tag(found: re.Match[str]) -> str:
    """Return a tag with sorted attributes and without the editor's own keys."""
    slash, name, attributes = found.groups()
    kept = sorted(pair for pair in ATTRIBUTE.findall(attributes) if pair[0] != "data-block-key")
    return f"<{slash}{SAME_TAGS.get(name, name)}{''.join(f' {key}={value}' for key, value in kept)}>"
