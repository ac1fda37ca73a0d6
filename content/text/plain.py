"""Plain words out of rich text, as a reader sees them."""

import html
import re
from typing import Any

from django.utils.html import strip_tags

BLOCK_ENDS = re.compile(r"</(p|li|h[1-6]|div|tr|td|th|ul|ol)>|<br\s*/?>", re.I)
SPACES = re.compile(r"\s+")


def plain(value: Any) -> str:
    """Rich text or HTML as one line of plain text."""
    source = str(getattr(value, "source", value) or "")
    return SPACES.sub(" ", html.unescape(strip_tags(BLOCK_ENDS.sub(" ", source)))).strip()


def shortened(text: str, limit: int) -> str:
    """Text of at most `limit` characters: whole sentences if they fill half of it, else whole words and …"""
    text = SPACES.sub(" ", text).strip()
    if len(text) <= limit:
        return text
    cut = text[: limit + 1]
    sentence = max(cut.rfind(end) for end in (". ", "? ", "! "))
    if sentence >= limit // 2:
        return cut[: sentence + 1]
    words = text[:limit].rsplit(" ", 1)[0]
    return words[: limit - 1].rstrip(" ,;:–-") + "…"
