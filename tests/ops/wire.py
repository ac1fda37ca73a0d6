"""Requests byte for byte as they arrive over the wire; Django's own test client would tidy them up first."""

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.core.signals import request_finished, request_started
from django.db import close_old_connections


@dataclass
class Answer:
    """What the site answered."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""
    cookies: list[str] = field(default_factory=list)


def ask(
    application: Callable[..., Any],
    path: bytes | str = "/",
    *,
    method: str = "GET",
    query: bytes = b"",
    body: bytes = b"",
    scheme: str = "http",
    remote: str = "192.0.2.7",
    environ: dict[str, Any] | None = None,
    **headers: str,
) -> Answer:
    """Call a WSGI application. Header names are keywords with underscores; `path` is already unquoted."""
    raw = path if isinstance(path, bytes) else path.encode()
    given: dict[str, Any] = {
        "REQUEST_METHOD": method,
        "SCRIPT_NAME": "",
        "PATH_INFO": raw.decode("latin-1"),
        "QUERY_STRING": query.decode("latin-1"),
        "SERVER_NAME": "testserver",
        "SERVER_PORT": "443" if scheme == "https" else "80",
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": remote,
        "HTTP_HOST": "testserver",
        "wsgi.version": (1, 0),
        "wsgi.url_scheme": scheme,
        "wsgi.input": io.BytesIO(body),
        "wsgi.errors": io.StringIO(),
        "wsgi.multithread": True,
        "wsgi.multiprocess": True,
        "wsgi.run_once": False,
    }
    if body:
        given["CONTENT_LENGTH"] = str(len(body))
    for name, value in headers.items():
        key = name.upper()
        given[key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"] = value
    given |= environ or {}
    answer = Answer(0)

    def start_response(status: str, lines: list[tuple[str, str]], _error: Any = None) -> None:
        answer.status = int(status.split()[0])
        answer.headers = {name.lower(): value for name, value in lines}
        answer.cookies = [value for name, value in lines if name.lower() == "set-cookie"]

    with connection_left_open():
        result = application(given, start_response)
        try:
            answer.body = b"".join(result)
        finally:
            if hasattr(result, "close"):
                result.close()
    return answer


@contextmanager
def connection_left_open() -> Iterator[None]:
    """Keep Django from closing old connections around a request, since the test's transaction has to outlive it."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    try:
        yield
    finally:
        for signal in signals:
            signal.connect(close_old_connections)
