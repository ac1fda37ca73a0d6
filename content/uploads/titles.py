"""Titles of pictures that are only names of files: made readable where they hold words, else not taken for titles."""

import re

EXTENSION = re.compile(r"\.(?:jpe?g|png|heic|heif|webp|gif|avif|tiff?|bmp)$", re.I)
# What cameras, phones and messengers call their files: a word of theirs, and then numbers, dates and times.
CAMERA = re.compile(
    r"""
    (?:img|image|photo|picture|pic|foto|dsc[fn]?|pxl|mvimg|gopr|gp|dji|sam|cimg|p|pano|scan|screenshot
    |screen\ shot|whatsapp\ image|signal|fb\ img|received|snapchat|unnamed|untitled|download|file|original|copy
    |edited|hdr|burst|cover|portrait|night|mp|at|am|pm|of|[\s_.:()\-–,]|\d)+
    | [0-9a-f]{8}(?:[\s_-]?[0-9a-f]{4}){3}[\s_-]?[0-9a-f]{12}
    """,
    re.I | re.X,
)
UNTITLED = "Untitled photo of"  # and the day of its upload
PREFIX = re.compile(r"(?:IMG|DSC[FN]?|PXL|MVIMG|DJI|GOPR|CIMG|P)[\s_\-]?\d{3,}[\s_\-]+(?=[^\W\d_])")
NUMBER = re.compile(r"\b\d{3,}(?:x\d+)?\b")


def looks_like_file_name(title: str) -> bool:
    """Whether it was never written for people: `IMG_2041`, `front-door_2.jpg`."""
    has_mark = EXTENSION.search(title) or PREFIX.match(title) or (" " not in title.strip() and "_" in title)
    return bool(has_mark) or is_of_camera(title)


def is_of_camera(title: str) -> bool:
    """Whether it says nothing about the picture: only a camera's words and numbers, and some number."""
    bare = EXTENSION.sub("", title.strip())
    if bare.startswith(UNTITLED):
        return True
    return bool(CAMERA.fullmatch(bare)) and (bool(re.search(r"\d|_", bare)) or bare.lower() in {"image", "untitled"})


def readable_title(title: str) -> str:
    """The words in a file's name as people write them; empty if there are none."""
    bare = EXTENSION.sub("", title.strip())
    if is_of_camera(title):
        return ""
    words = " ".join(NUMBER.sub(" ", re.sub(r"[_\-]+", " ", PREFIX.sub("", bare))).split())
    return words[:1].upper() + words[1:]
