"""Rich text as plain text."""

import html
import re
from typing import Any

from django.utils.html import strip_tags

# An unclosed element ends with the text, as in browsers, which also keeps malicious email from taking quadratic time.
NOT_TEXT = re.compile(r"<(style|script|title)\b.*?(?:</\1\s*>|\Z)|<!--.*?(?:-->|\Z)", re.I | re.S)
BLOCK_EDGES = re.compile(
    r"</?(?:p|li|h[1-6]|div|tr|td|th|ul|ol|br|hr|table|caption|blockquote|pre|dl|dt|dd|address|article|section|aside|"
    r"header|footer|main|figure|figcaption|center|form|fieldset|option|body)\b[^>]*>",
    re.I,
)
SPACES = re.compile(r"\s+")


def lines_of(value: Any) -> tuple[str, ...]:
    """Convert rich text or HTML to plain text, with one line per paragraph, list item, or heading."""
    source = SPACES.sub(" ", NOT_TEXT.sub("", str(getattr(value, "source", value) or "")))
    text = html.unescape(strip_tags(BLOCK_EDGES.sub("\n", source)))
    return tuple(line for line in (SPACES.sub(" ", part).strip() for part in text.split("\n")) if line)


def plain(value: Any) -> str:
    """Convert rich text or HTML to one line of plain text."""
    return " ".join(lines_of(value))


def shortened(text: str, limit: int) -> str:
    """Shorten to at most `limit` characters: whole sentences if they fill half of it, else whole words and …"""
    text = SPACES.sub(" ", text).strip()
    if len(text) <= limit:
        return text
    cut = text[: limit + 1]
    sentence = max(cut.rfind(end) for end in (". ", "? ", "! "))
    if sentence >= limit // 2:
        return cut[: sentence + 1]
    words = text[:limit].rsplit(" ", 1)[0]
    return words[: limit - 1].rstrip(" ,;:–-") + "…"


def text_around(text: str, start: int, end: int, reach: int) -> str:
    """Return the text from `start` to `end` with up to `reach` characters on either side, cut between words."""
    first = text.find(" ", start - reach, start) + 1 or start if start > reach else 0
    last = max(text.rfind(" ", end, end + reach), end) if end + reach < len(text) else len(text)
    shown = " ".join(text[first:last].split())
    return f"{'…' if first else ''}{shown}{'…' if last < len(text) else ''}"
