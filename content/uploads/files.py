"""Cleaning an uploaded file before it is stored."""

import re
from pathlib import PurePosixPath

import filetype
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import File
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template.defaultfilters import filesizeformat
from PIL import Image

from content.uploads.cleaning import NOT_CLEANABLE, clean_picture
from content.uploads.contents import HEAD, holds_what_it_says
from content.uploads.kinds import kind_of

SHOWN_BY_BROWSERS = {"AVIF", "GIF", "HEIF", "JPEG", "PNG", "WEBP"}  # HEIF is converted to JPEG
# What each format's files are called, the usual name first; HEIF becomes JPEG, and phones also name JPEGs .heic.
SUFFIXES = {
    "AVIF": (".avif",),
    "GIF": (".gif",),
    "JPEG": (".jpg", ".jpeg"),
    "PNG": (".png",),
    "TIFF": (".tif", ".tiff"),
    "WEBP": (".webp",),
}
SVG = re.compile(rb"(\xef\xbb\xbf)?(\s|<\?xml.*?\?>|<!--.*?-->|<!doctype svg.*?>)*<svg\b", re.DOTALL | re.IGNORECASE)
NOT_SHOWN = "This file is not a picture that browsers can show. Upload a JPEG, PNG, WebP, AVIF, GIF, or HEIC file."
SOMETHING_ELSE = "This file is not what its name says: what it holds is not a “%(suffix)s” file."
TOO_BIG = "This file is too big (%(size)s). Pictures can be up to %(most)s."


class CleanFile(SimpleUploadedFile):
    """A file that is already clean."""


def clean_upload(file: "File[bytes]", *, shown: bool) -> "File[bytes]":
    """Return the file as it may be stored; a non-image is returned as is unless it is to be `shown` on pages.

    Raises ValidationError with a message for the uploader.
    """
    if isinstance(file, CleanFile):
        return file
    kind = kind_of(head_of(file))
    if kind not in SHOWN_BY_BROWSERS and shown:
        raise ValidationError(NOT_SHOWN, "invalid_image")
    if kind is None:
        return file
    most: int = settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE
    if file.size > most:
        words = {"size": filesizeformat(file.size), "most": filesizeformat(most)}
        raise ValidationError(TOO_BIG % words, "file_too_large")
    data, new_kind = clean_picture(file.read(), shown=shown, max_pixels=settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS)
    return CleanFile(new_name(file.name or "picture", new_kind), data, Image.MIME[new_kind])


def clean_document(file: "File[bytes]") -> "File[bytes]":
    """Clean a document. Rejects image formats that can't be cleaned, and content that doesn't match its suffix."""
    head = head_of(file)
    if kind_of(head) is None and (filetype.image_match(head) or SVG.match(head)):
        raise ValidationError(NOT_CLEANABLE, "invalid_image")
    suffix = PurePosixPath(file.name or "").suffix
    if not holds_what_it_says(suffix, head):
        raise ValidationError(SOMETHING_ELSE % {"suffix": suffix}, "wrong_content")
    return clean_upload(file, shown=False)


def head_of(file: "File[bytes]") -> bytes:
    file.seek(0)
    head = file.read(HEAD)
    file.seek(0)
    return bytes(head)


def new_name(name: str, kind: str) -> str:
    """Return the name with a suffix of its format, since messengers and screenshots often give it another."""
    path = PurePosixPath(name)
    return name if path.suffix.lower() in SUFFIXES[kind] else str(path.with_suffix(SUFFIXES[kind][0]))
