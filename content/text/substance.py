"""Whether two stored versions of a page say the same to a reader."""

import html
import json
import re
from typing import Any

ROW_KEYS = {"pk", "id", "sort_order"}  # say which row or block it is, not what it says
TAG = re.compile(r"<(/?\w+)((?:\s[^<>]*?)?)\s*/?>")
ATTRIBUTE = re.compile(r'([\w-]+)="([^"]*)"')


def says_the_same(first: dict[str, Any], second: dict[str, Any], ignored: set[str]) -> bool:
    """Compare the fields that both versions know, apart from the ignored ones, and without regard to markup."""
    shared = (first.keys() & second.keys()) - ignored
    return all(essence(first[name]) == essence(second[name]) for name in shared)


def essence(value: Any) -> Any:
    """A field's value without keys of rows and blocks, and without what editors' markup differs in."""
    if isinstance(value, dict):
        return {name: essence(part) for name, part in value.items() if name not in ROW_KEYS}
    if isinstance(value, list | tuple):
        return [essence(part) for part in value]
    if not isinstance(value, str):
        return value
    if value.startswith(("[", "{")):  # a stream of blocks is stored as a string
        try:
            return essence(json.loads(value))
        except ValueError:
            pass
    return " ".join(html.unescape(TAG.sub(plain_tag, value)).split())


def plain_tag(found: re.Match[str]) -> str:
    """A tag with its attributes in one order and without the editor's own keys."""
    name, attributes = found.groups()
    kept = sorted(pair for pair in ATTRIBUTE.findall(attributes) if pair[0] != "data-block-key")
    return f"<{name}{''.join(f' {key}={value}' for key, value in kept)}>"
