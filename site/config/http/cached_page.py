"""A page in the page cache."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from datetime import tzinfo
from typing import NamedTuple

from config.http.encodings import BROTLI, DENSE, IDENTITY, QUICK, compress
from content.counting.visits import Count

background = ThreadPoolExecutor(1)
REPLACED_HEADERS = {"content-length", "vary", "etag", "last-modified", "expires"}

OK = "200 OK"
Headers = list[tuple[str, str]]


class Encoded(NamedTuple):
    etag: str
    headers: Headers
    body: bytes


class CachedPage:
    """A page that is the same for everyone, in each encoding that was requested."""

    def __init__(self, content: bytes, headers: Headers, version: str, expires: float, status: str) -> None:
        self.content, self.version, self.expires, self.status = content, version, expires, status
        self.size = 3 * len(content) // 2  # approximate bytes in memory: the page and two compressed encodings
        self.digest = hashlib.sha256(content).hexdigest()[:20]
        self.headers = [line for line in headers if line[0].lower() not in REPLACED_HEADERS] + [
            ("Vary", "Accept-Encoding")
        ]
        self.encoded: dict[str, Encoded] = {}
        self.counted: list[tuple[Count, tzinfo]] = []

    def answer(self, encoding: str, known: str) -> tuple[str, Headers, bytes]:
        """Return status, headers, and body for a browser that accepts the encoding and already has these ETags."""
        etag, headers, body = self.encoded.get(encoding) or self.encode(encoding)
        if self.status == OK and known and (etag in known or known.strip() == "*"):
            return "304 Not Modified", [*self.headers, ("ETag", etag)], b""
        return self.status, headers, body

    def encode(self, encoding: str, quality: int = QUICK) -> Encoded:
        """Compress the page: fast at first, then at Brotli's best quality in the background."""
        body = compress(self.content, encoding, quality)
        etag = f'W/"{self.digest}-{encoding}"'  # weak: the same page, compressed differently
        headers = [*self.headers, ("ETag", etag), ("Content-Length", str(len(body)))]
        if encoding != IDENTITY:
            headers.append(("Content-Encoding", encoding))
        self.encoded[encoding] = encoded = Encoded(etag, headers, body)
        if encoding == BROTLI and quality == QUICK and self.status == OK:  # not for made-up URLs
            background.submit(self.encode, BROTLI, DENSE)
        return encoded
