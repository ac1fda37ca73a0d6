"""The content encodings of cached pages: choosing one, and compressing."""

import gzip
from functools import lru_cache

import brotli

BROTLI, GZIP, IDENTITY = "br", "gzip", "identity"
QUICK, DENSE = 5, 11  # Brotli's quality: 1 ms for the first visitor, then 10% smaller for the others
WINDOW = 18  # 256 kB: more than a page, for a fraction of the memory that Brotli uses by default
LONGEST_HEADER = 200


@lru_cache(maxsize=512)
def best_encoding(accepted: str) -> str:
    """Return the best encoding that an Accept-Encoding header allows; q=0 rejects one."""
    if len(accepted) > LONGEST_HEADER:
        return IDENTITY
    names = set()
    for part in accepted.lower().split(","):
        name, _, weight = part.partition(";")
        if weight.replace(" ", "").rstrip("0").rstrip(".") not in {"q=", "q=0"}:
            names.add(name.strip())
    return BROTLI if BROTLI in names else GZIP if GZIP in names else IDENTITY


def compress(text: bytes, encoding: str, quality: int = QUICK) -> bytes:
    if encoding == BROTLI:
        return bytes(brotli.compress(text, mode=brotli.MODE_TEXT, quality=quality, lgwin=WINDOW))
    if encoding == GZIP:
        return gzip.compress(text, compresslevel=6, mtime=0)
    return text
