"""Compressing what is sent, also around a place that differs each time."""

import gzip
import struct
import zlib
from functools import lru_cache

import brotli

BROTLI, GZIP, IDENTITY = "br", "gzip", "identity"
GZIP_HEADER = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
WINDOW = 18  # 256 kB: more than a page, and a fraction of the memory that Brotli takes by itself
RAW_DEFLATE = -zlib.MAX_WBITS
HOLE_SIZES = (192, 256, 384, 512, 768, 1024)
LONGEST_HEADER = 200


@lru_cache(maxsize=512)
def best_encoding(accepted: str) -> str:
    """The densest encoding that an Accept-Encoding header allows; what has a q of 0 is refused."""
    if len(accepted) > LONGEST_HEADER:
        return IDENTITY
    names = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "").rstrip("0").rstrip(".") not in {"q=", "q=0"}:
            names.add(name.strip())
    return BROTLI if BROTLI in names else GZIP if GZIP in names else IDENTITY


def compress(text: bytes, encoding: str, quality: int = 5) -> bytes:
    """The text in one of the three encodings; quality is Brotli's (5 is quick, 11 takes 20 times as long)."""
    if encoding == BROTLI:
        return brotli.compress(text, mode=brotli.MODE_TEXT, quality=quality, lgwin=WINDOW)
    if encoding == GZIP:
        return gzip.compress(text, compresslevel=6, mtime=0)
    return text


class GzipAround:
    """One gzip member around a hole: both parts are compressed once, the filling goes in as a stored block."""

    def __init__(self, before: bytes, after: bytes) -> None:
        head = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
        tail = zlib.compressobj(9, zlib.DEFLATED, RAW_DEFLATE)
        # A full flush ends on a whole byte and forgets what was said: the next block stands by itself.
        self.head = GZIP_HEADER + head.compress(before) + head.flush(zlib.Z_FULL_FLUSH)
        self.tail = tail.compress(after) + tail.flush()
        self.before, self.after = zlib.crc32(before), after
        self.length = len(before) + len(after)

    def fill(self, filling: bytes) -> bytes:
        """The whole text with the filling in the hole (65 535 bytes at most)."""
        size = len(filling)
        stored = struct.pack("<BHH", 0, size, size ^ 0xFFFF) + filling
        check = zlib.crc32(self.after, zlib.crc32(filling, self.before))
        return self.head + stored + self.tail + struct.pack("<II", check, (self.length + size) & 0xFFFFFFFF)


class BrotliAround:
    """One Brotli stream around a hole of a fixed size.

    The encoder reads a placeholder where the hole is; what it wrote for that is left out, and an uncompressed
    meta-block with the filling takes its place. That holds while nothing after the hole leans on the placeholder:
    - it has the filling's size, so that distances across it stay right;
    - its bytes occur nowhere else and hardly repeat, so that nothing is copied from it or within it;
    - both end in the same two bytes, which are the context of what comes next.
    """

    END = b"  "

    def __init__(self, before: bytes, after: bytes, size: int, quality: int) -> None:
        placeholder = unlike(before + after, size - len(self.END)) + self.END
        encoder = brotli.Compressor(mode=brotli.MODE_TEXT, quality=quality, lgwin=WINDOW)
        self.size = size
        self.head = encoder.process(before) + encoder.flush()
        _left_out = encoder.process(placeholder) + encoder.flush()
        self.tail = encoder.process(after) + encoder.finish()
        # Not the last block, a length of four nibbles, uncompressed: 20 bits, filled up to whole bytes.
        self.block = ((size - 1) << 3 | 1 << 19).to_bytes(3, "little")

    def fill(self, filling: bytes) -> bytes:
        """The whole text with the filling in the hole, which blanks fill up."""
        return self.head + self.block + filling.ljust(self.size) + self.tail

    def holds(self, before: bytes, after: bytes) -> bool:
        """Whether the stitched stream gives back what went in: asked once, before anybody gets it."""
        filling = bytes(33 + 7 * n % 94 for n in range(self.size - len(self.END))) + self.END
        try:
            return bool(brotli.decompress(self.fill(filling)) == before + filling + after)
        except brotli.error:
            return False


def unlike(text: bytes, size: int) -> bytes:
    """Bytes that the text leaves unused, in pairs that hardly repeat."""
    used = set(text)
    free = [byte for byte in range(256) if byte not in used]
    pairs = [bytes((a, b)) for a in free for b in free if a != b]
    return b"".join(pairs)[:size].ljust(size, b"\x00")


def hole_size(filling: int) -> int | None:
    """The smallest hole that takes a filling of that length and two blanks."""
    return next((size for size in HOLE_SIZES if size >= filling + len(BrotliAround.END)), None)
