"""Salvaging incoming email that the library couldn't parse from a service's webhook call."""

import base64
import json
import re
from collections.abc import Iterator, Mapping
from email import message_from_string
from email.message import Message as Part
from functools import partial
from typing import Any

from anymail.inbound import AnymailInboundMessage
from django.http import HttpRequest

from inquiries.mail.mime import read_or, strip_control

DEEPEST = 6
MOST_FIELDS = 2000
# Names of fields in the services' calls, in lowercase and without punctuation.
RAW_FIELDS = ("rawemail", "rawmsg", "emailrfc822", "raw", "bodymime", "content", "email", "message")
TEXT_FIELDS = ("textbody", "textpart", "rawtextbody", "bodyplain", "text", "strippedtext", "strippedtextreply")
HTML_FIELDS = ("htmlbody", "htmlpart", "rawhtmlbody", "bodyhtml", "html")
RECIPIENT_FIELDS = ("originalrecipient", "recipient", "rcptto", "deliveredto")
HEADERS = ("From", "To", "Cc", "Subject", "Date", "Message-ID", "In-Reply-To", "References", "Auto-Submitted")
OTHER_NAMES = {"From": ("from", "sender", "fromfull"), "Subject": ("subject",), "To": ("to", "recipient")}
MIME_BEGINS = re.compile(rb"\s*[A-Za-z][A-Za-z0-9-]*:[^\n]*\n")


def payload_of(request: HttpRequest) -> Any:
    """Return what the service sent, as form fields or JSON; empty if it is neither."""

    def read() -> Any:
        return request.POST.dict() or json.loads(request.body.decode("utf-8", "replace"))

    return read_or(read, {})


def original_of(payload: Any) -> AnymailInboundMessage | None:
    """Return the email if the call has its source, even with bytes that the library refused to decode."""
    fields = named_fields(payload)
    sources = (source_in(value) for name in RAW_FIELDS for value in fields.get(name, []))
    source = next(filter(None, sources), None)
    message = read_or(partial(AnymailInboundMessage.parse_raw_mime_bytes, source), None) if source else None
    if message is not None:
        message.envelope_recipient = first_given(fields, RECIPIENT_FIELDS)
    return message


def source_in(text: str) -> bytes | None:
    """Return the raw email in a text, plain or base64; None if there isn't one."""
    source = text.encode("utf-8", "replace")
    if not MIME_BEGINS.match(source):
        source = read_or(partial(base64.b64decode, text, validate=True), b"")
    return source if MIME_BEGINS.match(source) else None


def pieces_of(payload: Any) -> AnymailInboundMessage:
    """Build an email from what can be read: the headers that matter, without line breaks, and the text."""
    fields = named_fields(payload)
    message = AnymailInboundMessage.construct(
        text=first_given(fields, TEXT_FIELDS), html=first_given(fields, HTML_FIELDS)
    )
    message.envelope_recipient = first_given(fields, RECIPIENT_FIELDS)
    for name in HEADERS:
        names = (name.lower().replace("-", ""), *OTHER_NAMES.get(name, ()))
        if value := " ".join(first_given(fields, names).split()):
            read_or(partial(message.add_header, name, value), None)
    return message


def first_given(fields: dict[str, list[str]], names: tuple[str, ...]) -> str:
    return next((strip_control(value) for name in names for value in fields.get(name, []) if value.strip()), "")


def named_fields(payload: Any) -> dict[str, list[str]]:
    """Return all texts in the call by field name, at any depth."""
    found: dict[str, list[str]] = {}
    for count, (name, value) in enumerate(walk(payload, "", 0)):
        if count > MOST_FIELDS:
            break
        found.setdefault(re.sub(r"[^a-z0-9]", "", name.lower()), []).append(value)
    return found


def walk(value: Any, name: str, depth: int) -> Iterator[tuple[str, str]]:
    """Yield (name, text) of every field, including headers that a service sends as pairs or as one text."""
    if depth > DEEPEST:
        return
    if isinstance(value, str):
        yield name, value
        if name.lower() in {"message-headers", "headers"}:
            yield from walk(header_pairs(value), "", depth + 1)
    elif isinstance(value, Mapping):
        address = value.get("Email", value.get("Address"))
        if isinstance(address, str) and "Name" in value:  # a person, as Postmark and Brevo represent one
            yield name, f"{value['Name'] or ''} <{address}>"
        elif isinstance(value.get("Name"), str) and isinstance(value.get("Value"), str):
            yield value["Name"], value["Value"]
        else:
            for key, inner in value.items():
                yield from walk(inner, str(key), depth + 1)
    elif isinstance(value, list):
        if len(value) == 2 and all(isinstance(one, str) for one in value) and depth > 0:
            yield value[0], value[1]
        for inner in value:
            yield from walk(inner, name, depth + 1)


def header_pairs(text: str) -> list[list[str]]:
    """Parse headers given as JSON or in the email's own format."""
    if text.lstrip().startswith("["):
        given: Any = read_or(lambda: json.loads(text), [])
        return given if isinstance(given, list) else []
    parsed: Part = read_or(lambda: message_from_string(text), Part())
    return [[key, str(value)] for key, value in parsed.items()]
