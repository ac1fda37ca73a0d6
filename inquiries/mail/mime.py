"""Parsing incoming email, however malformed: broken headers, unknown charsets, invalid addresses. Never raises."""

import hashlib
import re
from collections.abc import Callable
from contextlib import suppress
from email.message import Message as Part
from email.utils import getaddresses
from typing import Any, TypeVar

from anymail.inbound import AnymailInboundMessage
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from content.text.plain import NOT_TEXT, lines_of

T = TypeVar("T")

LONGEST_TEXT = 50_000
LONGEST_HEADER = 20_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # what databases reject
QUOTE_EDGES = re.compile(r"(</?blockquote\b[^>]*>)", re.I)
DEEPEST_QUOTE = 5
NOT_KEPT = (
    "[Attachments that are not kept here: {}. If they matter, ask the visitor to bring them or to say what is in them.]"
)


def strip_control(text: object) -> str:
    return CONTROL.sub("", str(text or ""))


def read_or(read: Callable[[], T], otherwise: T) -> T:
    """Return what the email library reads, or `otherwise` if it raises."""
    try:
        return read()
    except Exception:  # untrusted email can make it raise anything
        return otherwise


def header(message: Part, name: str) -> str:
    """Return a header's text, undecoded if it can't be decoded."""

    def undecoded() -> str:
        return next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")

    return strip_control(read_or(lambda: str(message.get(name) or ""), "") or read_or(undecoded, ""))[:LONGEST_HEADER]


def header_addresses(message: Part, name: str) -> list[tuple[str, str]]:
    return read_or(lambda: getaddresses([header(message, name)]), [])


def is_email_address(text: str) -> bool:
    with suppress(ValidationError):
        validate_email(text)
        return len(text) <= 254
    return False


def sender_of(message: AnymailInboundMessage) -> tuple[str, str]:
    """Return the sender's (address, name); an invalid address counts as the name."""
    for name, address in header_addresses(message, "From"):
        if is_email_address(address):
            return address, name
    return "", header(message, "From").strip()


def content_type(part: Part) -> str:
    return read_or(part.get_content_type, "text/plain")


def parts_of(message: Part) -> list[Part]:
    return read_or(lambda: list(message.walk()), [message])


def raw_source(part: Part) -> str:
    """Return the part's source as it was received."""
    return strip_control(read_or(lambda: part.as_bytes().decode("utf-8", "replace"), ""))


def part_bytes(part: Part) -> bytes:
    """Return a part's decoded content; empty for a multipart."""
    held: Any = read_or(lambda: part.get_payload(decode=True), None)
    return held if isinstance(held, bytes) else b""


def mime_digest(message: Part) -> str:
    """Return a digest in place of a missing Message-ID, which stays the same if a service reassembles the email."""
    digest = hashlib.sha256()
    for name in ("Date", "From", "To", "Subject", "In-Reply-To"):
        digest.update(f"{name}: {' '.join(header(message, name).split())}\n".encode())
    for part in parts_of(message):
        digest.update(b"\0" + b" ".join(part_bytes(part).split()))
    return digest.hexdigest()


def decoded_body(message: AnymailInboundMessage, kind: str, read: Callable[[], str | None]) -> str:
    """Return the text of that content type; undecodable bytes become replacement characters."""
    text = read_or(read, None)
    if text is not None:
        return strip_control(text)
    for part in parts_of(message):
        if content_type(part) == kind:
            return strip_control(part_bytes(part).decode("utf-8", "replace"))
    return ""


def body_text(message: AnymailInboundMessage) -> str:
    """Return the message as plain text; attachments are counted, not kept."""
    text = decoded_body(message, "text/plain", lambda: message.text)
    if not text:
        html = decoded_body(message, "text/html", lambda: message.html)
        text = read_or(lambda: html_as_text(html), html)  # Django refuses to strip some malicious markup
    kept = text.strip()[:LONGEST_TEXT]
    count = read_or(lambda: len(message.attachments), 0)
    return f"{kept}\n\n{NOT_KEPT.format(count)}".strip() if count else kept


def html_as_text(html: str) -> str:
    """Convert HTML to lines of text, with quotes prefixed by `> `, as in plain-text email."""
    depth, lines = 0, []
    for piece in QUOTE_EDGES.split(NOT_TEXT.sub("", html)):
        if QUOTE_EDGES.match(piece):
            depth = max(0, depth - 1) if piece.startswith("</") else depth + 1
        else:
            lines += ["> " * min(depth, DEEPEST_QUOTE) + line for line in lines_of(piece)]
    return "\n".join(lines)
