"""One kept page, in every encoding that was asked for."""

import hashlib
import zlib
from typing import NamedTuple

from config.encodings import BROTLI, GZIP, IDENTITY, BrotliAround, GzipAround, compress, hole_size
from config.polish import polisher

QUICK, DENSE = 5, 11  # Brotli's quality: for the first visitors, and once there was time
# Browsers ask each time and mostly hear 304; a proxy of ours may answer for a second by itself.
SHARED = "public, max-age=0, s-maxage=1, must-revalidate"
OWN = "private, no-cache"  # a page with a visitor's own token
DROPPED = {"content-length", "vary", "etag", "cache-control", "last-modified", "expires"}

Headers = list[tuple[str, str]]
Answer = tuple[str, Headers, bytes]


class Sent(NamedTuple):
    """A page in one encoding."""

    body: bytes
    headers: Headers
    tag: str
    is_rough: bool  # may still become denser


class KeptPage:
    """A page that is the same for everybody."""

    has_form = False
    form_page_id: int | None = None

    def __init__(self, headers: Headers, version: str, expires: float, content: bytes) -> None:
        self.version, self.expires = version, expires
        self.digest = hashlib.sha256(content).hexdigest()[:20]
        self.packed = zlib.compress(content, 6)
        self.size = 3 * len(self.packed) + 2000  # bytes in memory, about
        given = {name.lower(): value for name, value in headers}
        control = OWN if self.has_form else given.get("cache-control") or SHARED
        self.headers = [line for line in headers if line[0].lower() not in DROPPED]
        self.headers += [("Vary", "Accept-Encoding"), ("Cache-Control", control)]
        self.sent: dict[str, Sent] = {}

    @property
    def content(self) -> bytes:
        return zlib.decompress(self.packed)

    def answer(self, encoding: str, token: bytes, known: str) -> Answer:
        """Status, headers and body for a visitor who accepts the encoding and knows these ETags."""
        sent = self.sent.get(encoding)
        if sent is None or (sent.is_rough and self.digest in polisher.done):
            sent = self.sent[encoding] = self.make(encoding)
        if known and (sent.tag in known or known.strip() == "*"):
            return "304 Not Modified", [*self.headers, ("ETag", sent.tag)], b""
        return "200 OK", sent.headers, sent.body

    def make(self, encoding: str) -> Sent:
        dense = polisher.result(self.digest, self.dense) if encoding == BROTLI else None
        body = dense or compress(self.content, encoding, QUICK)
        tag = f'W/"{self.digest}-{encoding}"'  # weak: the same words, in more or fewer bytes
        headers = [*self.headers, *coding(encoding), ("ETag", tag), length(body)]
        return Sent(body, headers, tag, encoding == BROTLI and dense is None)

    def dense(self) -> bytes:
        return compress(self.content, BROTLI, DENSE)


class FormPage(KeptPage):
    """A page with a hole in it, where each visitor's own token goes."""

    has_form = True

    def __init__(
        self, headers: Headers, version: str, expires: float, before: bytes, after: bytes, form_page_id: int | None
    ) -> None:
        super().__init__(headers, version, expires, before)
        self.form_page_id = form_page_id
        self.after = after
        self.digest += hashlib.sha256(after).hexdigest()[:20]
        self.gzip: GzipAround | None = None
        self.brotli: dict[int, tuple[BrotliAround | None, bool]] = {}

    def answer(self, encoding: str, token: bytes, known: str) -> Answer:
        body = None
        if encoding == BROTLI:
            body = self.in_brotli(token)
            encoding = BROTLI if body else GZIP
        if encoding == GZIP:
            self.gzip = self.gzip or GzipAround(self.content, self.after)
            body = self.gzip.fill(token)
        if body is None:
            body = self.content + token + self.after
        return "200 OK", [*self.headers, *coding(encoding), length(body)], body

    def in_brotli(self, token: bytes) -> bytes | None:
        """None when this page can't be stitched together in Brotli."""
        filling = token + self.after[:1]  # with the quote that closes it, so that blanks may follow
        size = hole_size(len(filling))
        if size is None:
            return None
        around, is_rough = self.brotli.get(size, (None, True))
        if is_rough and (size not in self.brotli or (self.digest, size) in polisher.done):
            dense = polisher.result((self.digest, size), lambda: self.stitched(size, DENSE))
            around = dense or self.stitched(size, QUICK)
            self.brotli[size] = (around, dense is None)
        return around.fill(filling) if around else None

    def stitched(self, size: int, quality: int) -> BrotliAround | None:
        before, after = self.content, self.after[1:]
        around = BrotliAround(before, after, size, quality)
        return around if around.holds(before, after) else None


def coding(encoding: str) -> Headers:
    return [] if encoding == IDENTITY else [("Content-Encoding", encoding)]


def length(body: bytes) -> tuple[str, str]:
    return ("Content-Length", str(len(body)))
