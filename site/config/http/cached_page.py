"""One kept page, in every encoding that was asked for."""

import hashlib
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from config.http.encodings import IDENTITY, compress

DROPPED = {"content-length", "vary", "etag", "last-modified", "expires"}

Headers = list[tuple[str, str]]


class Encoded(NamedTuple):
    """A page as it is sent in one encoding."""

    etag: str
    headers: Headers
    body: bytes


class KeptPage:
    """A page that is the same for everybody."""

    def __init__(self, content: bytes, headers: Headers, version: str, expires: float) -> None:
        self.content, self.version, self.expires = content, version, expires
        self.size = 3 * len(content) // 2  # bytes in memory, about: the page and two compressed encodings
        self.digest = hashlib.sha256(content).hexdigest()[:20]
        self.headers = [line for line in headers if line[0].lower() not in DROPPED] + [("Vary", "Accept-Encoding")]
        self.encoded: dict[str, Encoded] = {}
        self.counted: list[Callable[[Mapping[str, Any]], None]] = []

    def answer(self, encoding: str, known: str) -> tuple[str, Headers, bytes]:
        """Status, headers and body for a browser that accepts the encoding and has these ETags already."""
        etag, headers, body = self.encoded.get(encoding) or self.encode(encoding)
        if known and (etag in known or known.strip() == "*"):
            return "304 Not Modified", [*self.headers, ("ETag", etag)], b""
        return "200 OK", headers, body

    def encode(self, encoding: str) -> Encoded:
        body = compress(self.content, encoding)
        etag = f'W/"{self.digest}-{encoding}"'
        headers = [*self.headers, ("ETag", etag), ("Content-Length", str(len(body)))]
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        self.encoded[encoding] = encoded = Encoded(etag, headers, body)
        return encoded
