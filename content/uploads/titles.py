"""Image titles that are only file names: made readable if they contain words, else not treated as titles."""

import re

EXTENSION = re.compile(r"\.(?:jpe?g|png|heic|heif|webp|gif|avif|tiff?|bmp)$", re.I)
# File names by cameras, phones, and messengers: a fixed word, followed by numbers, dates, and times.
CAMERA = re.compile(
    r"""
    (?:img|image|photo|picture|pic|foto|dsc[fn]?|pxl|mvimg|gopr|gp|dji|sam|cimg|p|pano|scan|screenshot
    |screen\ shot|whatsapp\ image|signal|fb\ img|received|snapchat|unnamed|untitled|download|file|original|copy
    |edited|hdr|burst|cover|portrait|night|mp|at|am|pm|of|[\s_.:()\-–,]|\d)+
    | [0-9a-f]{8}(?:[\s_-]?[0-9a-f]{4}){3}[\s_-]?[0-9a-f]{12}
    """,
    re.I | re.X,
)
UNTITLED = "Untitled photo of"  # followed by the upload date
PREFIX = re.compile(r"(?:IMG|DSC[FN]?|PXL|MVIMG|DJI|GOPR|CIMG|P)[\s_\-]?\d{3,}[\s_\-]+(?=[^\W\d_])")
NUMBER = re.compile(r"\b\d{3,}(?:x\d+)?\b")


def looks_like_file_name(title: str) -> bool:
    """Return whether it looks like a file name: `IMG_2041`, `front-door_2.jpg`."""
    has_mark = EXTENSION.search(title) or PREFIX.match(title) or (" " not in title.strip() and "_" in title)
    return bool(has_mark) or is_of_camera(title)


def is_of_camera(title: str) -> bool:
    """Return whether it says nothing about the image: only a camera's words and at least one number."""
    bare = EXTENSION.sub("", title.strip())
    if bare.startswith(UNTITLED):
        return True
    return bool(CAMERA.fullmatch(bare)) and (bool(re.search(r"\d|_", bare)) or bare.lower() in {"image", "untitled"})


def readable_title(title: str) -> str:
    """Return the words of a file name as normal text; empty if there are none."""
    bare = EXTENSION.sub("", title.strip())
    if is_of_camera(title):
        return ""
    words = " ".join(NUMBER.sub(" ", re.sub(r"[_\-]+", " ", PREFIX.sub("", bare))).split())
    return words[:1].upper() + words[1:]
