"""Salvaging incoming email that the library couldn't parse from a service's webhook call."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from email.utils import parseaddr
from functools import partial
from typing import Any, NamedTuple

from anymail.inbound import AnymailInboundMessage
from django.http import HttpRequest

from inquiries.mail.mime import LONGEST_TEXT, html_as_text, is_email_address, read_or, strip_control

DEEPEST = 6
# Names of fields in the services' calls, in lowercase and without punctuation.
SOURCES = ("rawemail", "rawmsg", "emailrfc822", "raw", "bodymime", "content", "email", "message")
TEXTS = ("textbody", "textpart", "rawtextbody", "bodyplain", "text", "strippedtext", "strippedtextreply")
HTML_TEXTS = ("htmlbody", "htmlpart", "rawhtmlbody", "bodyhtml", "html")
MIME_BEGINS = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]*:[^\n]*\n")
ATTACHMENT = re.compile(r'"[^"\s]{2000,}"')
# “From: Ada <…>” in headers, as in JSON, or there as an object with name and address.
SENDER = re.compile(
    r'\b(?:from|fromfull|sender)\\?"?\s*[:,]\s*(?:\{(?:"name": *[^,{}]*, *)?"(?:email|address)": *)?\\?"?([^"\\\n]*)',
    re.I,
)


class Salvaged(NamedTuple):
    """What can be read of a call: who wrote, what, and everything as one text."""

    sender: str
    text: str
    everything: str


def payload_of(request: HttpRequest) -> Any:
    """Return what the service sent, as form fields or JSON; empty if it is neither."""

    def read() -> Any:
        return request.POST.dict() or json.loads(request.body.decode("utf-8", "replace"))

    return read_or(read, {})


def original_of(payload: Any) -> AnymailInboundMessage | None:
    """Return the email if the call has its source, even with bytes that the library refused to decode."""
    source = next(filter(None, (source_in(text) for name, text in leaves(payload) if name in SOURCES)), None)
    return read_or(partial(AnymailInboundMessage.parse_raw_mime_bytes, source), None) if source else None


def source_in(text: str) -> bytes | None:
    """Return the raw email in a text, plain or base64; None if there isn't one."""
    source = text.encode("utf-8", "replace")
    if not MIME_BEGINS.match(source):
        source = read_or(partial(base64.b64decode, text, validate=True), b"")
    return source if MIME_BEGINS.match(source) else None


def pieces_of(payload: Any) -> Salvaged:
    everything = ATTACHMENT.sub('""', json.dumps(payload, ensure_ascii=False))
    senders = (parseaddr(written)[1] for written in SENDER.findall(everything))
    found = list(leaves(payload))
    plain = next((text for name, text in found if name in TEXTS and text.strip()), "")
    html = next((text for name, text in found if name in HTML_TEXTS), "")
    text = strip_control(plain or read_or(partial(html_as_text, html), html))
    return Salvaged(next(filter(is_email_address, senders), ""), text[:LONGEST_TEXT], strip_control(everything))


def leaves(value: Any, name: str = "", depth: int = 0) -> Iterator[tuple[str, str]]:
    """Yield all texts in the call with the names of their fields, at any depth."""
    if isinstance(value, str):
        yield re.sub(r"[^a-z0-9]", "", name.lower()), value
    elif depth < DEEPEST and isinstance(value, Mapping):
        for key, inner in value.items():
            yield from leaves(inner, str(key), depth + 1)
    elif depth < DEEPEST and isinstance(value, list):
        for inner in value:
            yield from leaves(inner, name, depth + 1)
