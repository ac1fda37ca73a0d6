"""An unusable picture is refused beside its field, in plain words, wherever it is uploaded, and nothing breaks."""

import struct
import zlib
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageCms, ImageOps
from PIL.PngImagePlugin import PngInfo
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.users.models import UserProfile

from tests.uploads import pictures
from tests.uploads.pictures import drawn, opened, png_chunk, saved
from tests.uploads.test_metadata import account_form, fetched

pytestmark = [pytest.mark.django_db, pytest.mark.template_context]
NOISE = Image.effect_noise((300, 200), 90).convert("RGB")  # barely compresses, so that half a file is half a picture

GRAY = Image.new("L", (6000, 5000))  # two such frames are too much


def half(data: bytes) -> bytes:
    return data[: len(data) // 2]


def png_of(width: int, height: int, pixels: bytes = b"") -> bytes:
    """A small file that claims to be a picture of this size."""
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    chunks = png_chunk(b"IHDR", header) + png_chunk(b"IDAT", zlib.compress(pixels)) + png_chunk(b"IEND", b"")
    return b"\x89PNG\r\n\x1a\n" + chunks


def wrong_checksum() -> bytes:
    data = bytearray(saved(NOISE, "PNG"))
    data[data.index(b"IDAT") + 40] ^= 1
    return bytes(data)


def bad_frame() -> bytes:
    data = pictures.animated("GIF")
    second = data.index(b"\x2c", data.index(b"\x2c") + 1)
    return data[: second + 11] + b"\x05\xff\xff\xff\xff\xff\0;"


CUT_OFF = {
    "jpg": half(saved(NOISE, "JPEG")),
    "progressive.jpg": half(saved(NOISE, "JPEG", progressive=True)),
    "header.jpg": pictures.jpeg()[:200],
    "png": half(saved(NOISE, "PNG")),
    "webp": half(saved(NOISE, "WEBP")),
    "lossless.webp": half(saved(NOISE, "WEBP", lossless=True)),
    "gif": half(saved(NOISE, "GIF")),
    "avif": half(saved(NOISE, "AVIF")),
    "heic": half(saved(NOISE, "HEIF")),
}
BROKEN = {f"cut.{name}": data for name, data in CUT_OFF.items()} | {
    "checksum.png": wrong_checksum(),
    "frame.gif": bad_frame(),
    "huge.png": png_of(60_000, 60_000),
    "large.png": png_of(8000, 7000),
    "no-pixels.png": png_of(100, 100),
    "nothing.png": png_of(0, 0),
    "polyglot.gif": b"GIF89a/*<script>alert(1)</script>*/=1;",
    "head.jpg": b"\xff\xd8\xff",
    "head.heic": b"\0\0\0\x18ftypheic\0\0\0\0mif1heic",
    "many.gif": saved(GRAY, "GIF", save_all=True, append_images=[ImageOps.invert(GRAY)]),
}
NO_PICTURE = {
    "text.jpg": b"Dear all, the photo is attached.",
    "page.png": b"<html><script>alert(1)</script></html>",
    "drawing.jpg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "empty.jpg": b"",
    "deep.jpg": saved(Image.new("F", (40, 40)), "TIFF"),
    "painting.png": saved(drawn(), "BMP"),
}


@pytest.mark.parametrize("name", BROKEN | NO_PICTURE)
def test_an_unusable_image_is_refused_beside_the_field(admin_client: Client, media: Any, name: str) -> None:
    data = (BROKEN | NO_PICTURE)[name]
    before = get_image_model().objects.count()
    form = {"title": "Broken", "collection": "1", "file": SimpleUploadedFile(name, data)}
    answer = admin_client.post(reverse("wagtailimages:add"), form)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"file"}
    form = {"title": "Broken", "collection": "1", "files[]": SimpleUploadedFile(name, data)}
    told = admin_client.post(reverse("wagtailimages:add_multiple"), form).json()
    assert told["success"] is False
    assert told["error_message"] == answer.context["form"].errors["file"][0]
    assert get_image_model().objects.count() == before
    assert not [file for file in media.rglob("*") if file.is_file()]


@pytest.mark.parametrize("name", ["cut.jpg", "cut.webp", "cut.heic", "checksum.png", "frame.gif", "huge.png"])
def test_a_document_that_is_a_broken_picture_is_refused_too(admin_client: Client, name: str) -> None:
    form = {"title": "Broken", "collection": "1", "file": SimpleUploadedFile("sheet.bin", BROKEN[name])}
    answer = admin_client.post(reverse("wagtaildocs:add"), form)
    assert answer.status_code == 200
    assert answer.context["form"].errors.keys() == {"file"}
    form = {"title": "Broken", "collection": "1", "files[]": SimpleUploadedFile("sheet.bin", BROKEN[name])}
    assert admin_client.post(reverse("wagtaildocs:add_multiple"), form).json()["success"] is False
    assert not Document.objects.exists()


KEEP_TELLING = {
    "svg": NO_PICTURE["drawing.jpg"],
    "bmp": NO_PICTURE["painting.png"],
    "raw": saved(drawn(), "TIFF", tiffinfo={0xC612: b"\x01\x04\0\0"}),
}


@pytest.mark.parametrize("kind", KEEP_TELLING)
def test_a_document_that_can_not_be_cleaned_is_refused(admin_client: Client, kind: str) -> None:
    form = {"title": "Drawing", "collection": "1", "file": SimpleUploadedFile("drawing", KEEP_TELLING[kind])}
    assert "JPEG, PNG, or PDF" in str(
        admin_client.post(reverse("wagtaildocs:add"), form).context["form"].errors["file"]
    )
    assert not Document.objects.exists()


@pytest.mark.parametrize("name", ["cut.jpg", "cut.heic", "huge.png", "text.jpg", "deep.jpg"])
def test_an_unusable_profile_picture_is_refused(admin_client: Client, admin_user: Any, name: str) -> None:
    file = SimpleUploadedFile(name, (BROKEN | NO_PICTURE)[name])
    answer = admin_client.post(reverse("wagtailadmin_account"), account_form(admin_user) | {"avatar-avatar": file})
    assert answer.status_code == 200
    [told] = BeautifulSoup(answer.content, "html.parser").select(".w-field__errors .error-message")
    assert "picture" in told.get_text()
    assert not UserProfile.get_for_user(admin_user).avatar


def test_an_image_stays_when_its_replacement_is_broken(upload: Any, admin_client: Client) -> None:
    image = upload("plain.png", saved(drawn(), "PNG"))
    form = {"title": "New", "collection": "1", "file": SimpleUploadedFile("x.jpg", BROKEN["cut.jpg"])}
    answer = admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), form)
    assert answer.status_code == 200
    assert "can’t be read" in answer.content.decode()
    assert opened(fetched(image.file.url)).size == pictures.SIZE


def test_a_file_that_is_too_big_is_refused(admin_client: Client, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_UPLOAD_SIZE = 1000
    for room in ("images", "docs"):
        file = SimpleUploadedFile("x.jpg", saved(NOISE, "JPEG"))
        answer = admin_client.post(reverse(f"wagtail{room}:add"), {"title": "Big", "collection": "1", "file": file})
        assert "This file is too big" in str(answer.context["form"].errors["file"])


# Odd, and fine ------------------------------------------------------------------------------------------


def long_text() -> PngInfo:
    """Longer than Pillow reads by default, as written by programs that describe how they drew a picture."""
    info = PngInfo()
    info.add_text("workflow", pictures.CANARY.decode() * 200_000, zip=True)
    return info


LAB = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB")).tobytes()
ODD = {
    "print.jpg": saved(drawn(mode="CMYK"), "JPEG"),
    "wrong-profile.jpg": saved(drawn(mode="CMYK"), "JPEG", icc_profile=LAB),
    "garbage-profile.jpg": saved(drawn(mode="CMYK"), "JPEG", icc_profile=pictures.CANARY * 9),
    "garbage-profile.png": saved(drawn(), "PNG", icc_profile=pictures.CANARY * 9),
    "garbage-profile.webp": saved(drawn(), "WEBP", icc_profile=pictures.CANARY * 9),
    "garbage-exif.jpg": saved(drawn(), "JPEG", exif=b"Exif\0\0MM\0*\0\0\0\x08\xff\xff" + pictures.CANARY),
    "long-text.png": saved(drawn(), "PNG", pnginfo=long_text()),
    "gray.jpg": saved(drawn(mode="L"), "JPEG"),
    "deep.png": saved(Image.linear_gradient("L").convert("I").point(lambda value: value * 256).convert("I;16"), "PNG"),
    "bits.png": saved(drawn(mode="1"), "PNG"),
    "gray-alpha.png": saved(drawn(mode="LA"), "PNG"),
    "palette.png": saved(drawn(mode="P"), "PNG", transparency=0),
    "alpha.webp": saved(drawn(mode="RGBA"), "WEBP"),
    "alpha.heic": saved(drawn(mode="RGBA"), "HEIF"),
    "wide.png": saved(drawn((5000, 20), "P"), "PNG"),
    "wide.gif": saved(drawn((5000, 20), "P"), "GIF"),
}


@pytest.mark.parametrize("name", ODD)
def test_odd_colors_are_shown_in_every_format(upload: Any, telling: Any, name: str) -> None:
    image = upload(name, ODD[name])
    for kind in ("jpeg", "png", "webp", "avif", "gif"):
        assert opened(fetched(image.get_rendition(f"max-80x80|format-{kind}").url)).size[0] == 80
    assert opened(fetched(image.get_rendition("width-70").url)).width == 70
    assert telling() == []


def test_sixteen_bit_gray_keeps_its_shades(upload: Any) -> None:
    picture = opened(fetched(upload("deep.png", ODD["deep.png"]).file.url))
    assert [picture.getpixel((0, y)) for y in (0, 128, 255)] == [0, 128, 255]
