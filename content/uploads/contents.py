"""Checking that a document's content matches its suffix, so that no disguised web page or program is served."""

from collections.abc import Callable

import filetype

from content.uploads.kinds import kind_of

HEAD = 4096  # bytes that identify a file's format
PICTURES = {"avif", "gif", "heic", "heif", "hif", "jpeg", "jpg", "png", "tif", "tiff", "webp"}


def is_text(head: bytes) -> bool:
    """Return whether it looks like text, in any encoding that office software writes, and not like another format."""
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return True
    return b"\0" not in head and filetype.guess(head) is None and not head.startswith((b"%PDF-", b"MZ"))


def starts_with(*starts: bytes) -> Callable[[bytes], bool]:
    return lambda head: head.startswith(starts)


SIGNS: dict[str, Callable[[bytes], bool]] = {
    "pdf": lambda head: b"%PDF-" in head[:1024],
    "rtf": starts_with(b"{\\rtf"),
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"), starts_with(b"PK\x03\x04")),
    **dict.fromkeys(("doc", "xls", "ppt"), starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1")),
    **dict.fromkeys(("txt", "csv", "ics", "vcf"), is_text),
    **dict.fromkeys(("mp4", "m4a"), lambda head: head[4:8] == b"ftyp"),
    "mp3": starts_with(b"ID3", b"\xff\xfb", b"\xff\xf3", b"\xff\xf2", b"\xff\xfa"),
    **dict.fromkeys(PICTURES, lambda head: kind_of(head) is not None),
}


def holds_what_it_says(suffix: str, head: bytes) -> bool:
    """Return False if a file's first bytes don't match its suffix. Other suffixes are rejected elsewhere."""
    sign = SIGNS.get(suffix.lower().lstrip("."))
    return sign is None or sign(head)
