"""Reading mails as they come: broken headers, unknown charsets, addresses that are none. Nothing here raises."""

import re
from collections.abc import Callable
from contextlib import suppress
from email.message import Message as Part
from email.utils import getaddresses
from typing import Any, TypeVar

from anymail.inbound import AnymailInboundMessage
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.html import strip_tags

T = TypeVar("T")

LONGEST_TEXT = 50_000
LONGEST_HEADER = 20_000
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")  # what no database takes
NOT_KEPT = (
    "[Attachments that are not kept here: {}. If they matter, ask the visitor to bring them or to say what is in them.]"
)


def clean(text: object) -> str:
    return CONTROL.sub("", str(text or ""))


def tolerant(read: Callable[[], T], otherwise: T) -> T:
    """What the mail library reads; something in its place when it can't."""
    try:
        return read()
    except Exception:  # whatever strangers' mails make it raise
        return otherwise


def header(message: Part, name: str) -> str:
    """A header's text; as it came when it can't be decoded."""

    def as_it_came() -> str:
        return next((value for key, value in message.raw_items() if key.lower() == name.lower()), "")

    return clean(tolerant(lambda: str(message.get(name) or ""), "") or tolerant(as_it_came, ""))[:LONGEST_HEADER]


def addresses(message: Part, name: str) -> list[tuple[str, str]]:
    """(name, address) of all in a header that can be read as such."""
    return tolerant(lambda: getaddresses([header(message, name)]), [])


def is_address(text: str) -> bool:
    with suppress(ValidationError):
        validate_email(text)
        return len(text) <= 254
    return False


def sender_of(message: AnymailInboundMessage) -> tuple[str, str]:
    """(address, name) of who wrote; what is no address is the name."""
    for name, address in addresses(message, "From"):
        if is_address(address):
            return address, name
    return "", header(message, "From").strip()


def content_type(part: Part) -> str:
    return tolerant(part.get_content_type, "text/plain")


def parts_of(message: Part) -> list[Part]:
    return tolerant(lambda: list(message.walk()), [message])


def source(part: Part) -> str:
    """The part as it came."""
    return clean(tolerant(lambda: part.as_bytes().decode("utf-8", "replace"), ""))


def body(message: AnymailInboundMessage, kind: str, read: Callable[[], str | None]) -> str:
    """The text of that kind; with signs of its own for what an unknown charset hides."""
    text = tolerant(read, None)
    if text is not None:
        return clean(text)
    for part in parts_of(message):
        if content_type(part) == kind:
            raw: Any = tolerant(lambda part=part: part.get_payload(decode=True), b"")  # type: ignore[misc]
            return clean((raw or b"").decode("utf-8", "replace"))
    return ""


def text_of(message: AnymailInboundMessage) -> str:
    """What was written, as plain text; attachments are counted, not kept."""
    text = body(message, "text/plain", lambda: message.text)
    if not text:
        html = body(message, "text/html", lambda: message.html)
        text = strip_tags(re.sub(r"(?is)<(style|script).*?</\1>|<br[^>]*>|</p>", "\n", html))
    kept = text.strip()[:LONGEST_TEXT]
    count = tolerant(lambda: len(message.attachments), 0)
    return f"{kept}\n\n{NOT_KEPT.format(count)}".strip() if count else kept
