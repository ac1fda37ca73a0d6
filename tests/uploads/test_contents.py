"""A document is accepted only if its contents match its extension."""

import io
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.documents.models import Document

from content.uploads.contents import holds_what_it_says
from tests.uploads import pictures

PROGRAM = b"MZ\x90\0\x03\0\0\0" + b"\0" * 200
PAGE = b"<!doctype html><script>alert(1)</script>"


def zipped() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
    return file.getvalue()


OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
RIGHT = {
    "pdf": b"%PDF-1.7\n",
    "rtf": b"{\\rtf1\\ansi Hello}",
    **dict.fromkeys(("docx", "xlsx", "pptx", "odt", "ods", "odp", "epub"), zipped()),
    **dict.fromkeys(("doc", "xls", "ppt"), OLE),
    "txt": "Größe\n".encode(),
    "csv": "Name;Größe\n".encode("utf-16"),
    "ics": b"BEGIN:VCALENDAR\r\n",
    "vcf": "BEGIN:VCARD\r\nN:Müller\r\n".encode("latin-1"),
    "mp4": b"\0\0\0\x20ftypisom\0\0\2\0",
    "m4a": b"\0\0\0\x20ftypM4A \0\0\0\0",
    "mp3": b"ID3\x04\0\0\0\0\0\0",
    "jpg": pictures.jpeg(),
    "png": pictures.jpeg(),  # a different kind of picture
}
PICTURES = {"avif", "gif", "heic", "heif", "hif", "jpeg", "jpg", "png", "tif", "tiff", "webp"}
TEXTS = {"txt", "csv", "ics", "vcf"}


def test_every_kind_that_staff_may_upload_is_looked_into(settings: Any) -> None:
    assert RIGHT.keys() | PICTURES == set(settings.WAGTAILDOCS_EXTENSIONS)


@pytest.mark.parametrize("suffix", sorted(RIGHT))
def test_contents_that_match_the_name_are_taken(suffix: str) -> None:
    assert holds_what_it_says(f".{suffix.upper()}", RIGHT[suffix])


@pytest.mark.parametrize("suffix", sorted(RIGHT.keys() | PICTURES))
def test_contents_that_do_not_match_the_name_are_refused(suffix: str) -> None:
    assert not holds_what_it_says(f".{suffix}", PROGRAM)
    assert holds_what_it_says(f".{suffix}", pictures.jpeg()) == (suffix in PICTURES)
    if suffix not in TEXTS:  # HTML counts as text: it is served as text and never runs
        assert not holds_what_it_says(f".{suffix}", PAGE)


@pytest.mark.django_db
@pytest.mark.template_context
def test_a_mismatched_document_is_refused_beside_its_field(admin_client: Client) -> None:
    form = {"title": "Sheet", "collection": "1", "file": SimpleUploadedFile("sheet.pdf", PAGE)}
    errors = admin_client.post(reverse("wagtaildocs:add"), form).context["form"].errors
    assert "not what its name says" in errors["file"][0]
    assert len(errors["file"]) == 1
    form = {"title": "Sheet", "collection": "1", "files[]": SimpleUploadedFile("sheet.pdf", PROGRAM)}
    assert not admin_client.post(reverse("wagtaildocs:add_multiple"), form).json()["success"]
    assert not Document.objects.exists()
