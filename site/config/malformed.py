"""Refusing requests that no browser sends, before anything stumbles over them."""

import codecs
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.template.loader import render_to_string

MALFORMED = "pinpoint.malformed"  # in the environ, once it was looked at: the status to refuse with, or 0
LONGEST_PATH = 2000
METHODS = frozenset({"GET", "HEAD", "POST", "OPTIONS", "PUT", "PATCH", "DELETE"})
CHARSETS = frozenset({"utf-8", "ascii", "iso8859-1", "cp1252"})
FORM_TYPE = "application/x-www-form-urlencoded"
BOUNDARY = re.compile(r"boundary=\"?[^\s\";,]{1,200}")


class RefuseMalformedMiddleware:
    """Answers 400, 405 or 414 by itself; what it lets through can be read without surprises."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        tidy(request.META)
        status: int = request.META[MALFORMED]
        if status == 405:
            return HttpResponse("Method not allowed.", status=405, content_type="text/plain", headers={"Allow": "GET"})
        if status:
            return HttpResponse(render_to_string("400.html"), status=status)
        return self.get_response(request)


def tidy(environ: dict[str, Any]) -> None:
    """Note what is wrong with the request, and take out what would raise where Django first reads it. Once."""
    if MALFORMED in environ:
        return
    environ[MALFORMED] = fault(environ)
    if environ[MALFORMED]:
        environ["CONTENT_TYPE"] = FORM_TYPE if environ.get("CONTENT_TYPE") else ""
        environ["CONTENT_LENGTH"] = "0"
    for name in ("HTTP_REFERER", "HTTP_ORIGIN"):
        if name in environ and not is_address(environ[name]):
            del environ[name]


def fault(environ: dict[str, Any]) -> int:
    """The status that the request deserves; 0 when nothing is wrong."""
    path: str = environ.get("PATH_INFO", "")
    length: str = environ.get("CONTENT_LENGTH") or "0"
    if environ["REQUEST_METHOD"] not in METHODS:
        return 405
    if len(path) > LONGEST_PATH:
        return 414
    if not path.startswith("/") or "\x00" in path or not length.isascii() or not length.isdigit():
        return 400
    content_type = (environ.get("CONTENT_TYPE") or "").lower()
    if content_type.startswith("multipart/") and not BOUNDARY.search(content_type):
        return 400
    return 0 if has_known_charset(content_type) else 400


def has_known_charset(content_type: str) -> bool:
    """Whether the body is written in a charset that forms use. Python knows many more: some fail when decoding."""
    _, found, rest = content_type.partition("charset=")
    if not found:
        return True
    try:
        return codecs.lookup(rest.partition(";")[0].strip(" \"'")).name in CHARSETS
    except (LookupError, ValueError):
        return False


def is_address(text: str) -> bool:
    try:
        _ = urlsplit(text).port
    except ValueError:
        return False
    return True
