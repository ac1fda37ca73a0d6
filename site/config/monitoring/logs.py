"""JSON logs, one object per line, with the request id. Of an exception, only its type and location are logged."""

import json
import logging
import re
import traceback
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from datetime import UTC, datetime
from types import TracebackType

from django.http import HttpRequest
from django.http.response import HttpResponseBase

REQUEST_ID_HEADER = "X-Request-ID"
FROM_PROXY = re.compile(r"[A-Za-z0-9-]{8,64}")

request_id: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Add the proxy's request id, or a new one, to each log line, and to responses that aren't shared."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get(REQUEST_ID_HEADER, "")
        found = given if FROM_PROXY.fullmatch(given) else uuid.uuid4().hex
        request.request_id = found  # type: ignore[attr-defined]  # Django logs a response after this
        token = request_id.set(found)
        try:
            response = self.get_response(request)
        finally:
            request_id.reset(token)
        if "s-maxage" not in response.get("Cache-Control", ""):
            response.headers[REQUEST_ID_HEADER] = found
        return response


def call_sites(trace: TracebackType | None) -> list[str]:
    """Return file, line, and function of each call, without any values."""
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in traceback.extract_tb(trace)]


def without_address(record: logging.LogRecord) -> str:
    """Return the message with the route in place of the URL path, since invitation and calendar links are secrets."""
    message, request = record.getMessage(), getattr(record, "request", None)
    if not isinstance(request, HttpRequest):
        return message
    match = request.resolver_match
    return message.replace(request.path, f"/{match.route}" if match else "(an address)")


def id_of(record: logging.LogRecord | None) -> str:
    """Return the id of the current request, or of the request that a log line is about."""
    return request_id.get() or getattr(getattr(record, "request", None), "request_id", "")


class JsonFormatter(logging.Formatter):
    """Format as JSON, without exception messages, since a database quotes the row that it rejected."""

    def format(self, record: logging.LogRecord) -> str:
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_address(record),
        }
        if found := id_of(record):
            line["request_id"] = found
        if record.exc_info and record.exc_info[0]:
            kind, _, trace = record.exc_info
            line |= {"error": f"{kind.__module__}.{kind.__qualname__}", "places": call_sites(trace)}
        return json.dumps(line)  # in ASCII, so that no untrusted character breaks a line
