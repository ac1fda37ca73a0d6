"""Whether two stored versions of a page say the same to a reader."""

import html
import json
import re
from typing import Any

ROW_KEYS = {"pk", "id", "sort_order"}  # say which row or block it is, not what it says
TAG = re.compile(r"<(/?)(\w+)((?:\s[^<>]*?)?)\s*/?>")
SAME_TAGS = {"strong": "b", "em": "i"}  # the editor writes the second where the starter has the first
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def says_the_same(first: dict[str, Any], second: dict[str, Any], ignored: set[str]) -> bool:
    """Compare two versions without the ignored fields, and without regard to markup and to what came to be stored."""
    return all(is_same(first[name], second[name]) for name in (first.keys() & second.keys()) - ignored)


def is_same(first: Any, second: Any) -> bool:
    """Whether two values of a field read the same. Rows and blocks are compared by the fields that both know:
    an older version was stored without those that came later, or that hold their default."""
    first, second = comparable(first), comparable(second)
    if isinstance(first, dict) and isinstance(second, dict):
        return says_the_same(first, second, ROW_KEYS)
    if isinstance(first, list) and isinstance(second, list):
        return len(first) == len(second) and all(map(is_same, first, second))
    return bool(first == second) or not (first or second)


def comparable(value: Any) -> Any:
    """The value in a form that can be compared: a stream of blocks (stored as a string) as a list, a wrapped list item
    as its value, a text without the markup that editors write differently."""
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
    """A tag with its attributes in one order and without the editor's own keys."""
    slash, name, attributes = found.groups()
    kept = sorted(pair for pair in ATTRIBUTE.findall(attributes) if pair[0] != "data-block-key")
    return f"<{slash}{SAME_TAGS.get(name, name)}{''.join(f' {key}={value}' for key, value in kept)}>"
