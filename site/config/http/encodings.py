"""The content encodings of kept pages: which one a visitor gets, and compressing into it."""

import gzip
from functools import lru_cache

import brotli

BROTLI, GZIP, IDENTITY = "br", "gzip", "identity"
QUICK, DENSE = 5, 11  # Brotli's quality: a millisecond for the first visitor, and a tenth smaller for the others
WINDOW = 18  # 256 kB: more than a page, and a fraction of the memory that Brotli takes by itself
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


def compress(text: bytes, encoding: str, quality: int = QUICK) -> bytes:
    """The text in one of the three encodings; quality is Brotli's."""
    if encoding == BROTLI:
        return bytes(brotli.compress(text, mode=brotli.MODE_TEXT, quality=quality, lgwin=WINDOW))
    if encoding == GZIP:
        return gzip.compress(text, compresslevel=6, mtime=0)
    return text
