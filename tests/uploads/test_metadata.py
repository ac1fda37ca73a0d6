"""Everything stored is free of what a picture's file reveals besides the picture, however it was uploaded."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.images import ImageFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image, ImageChops, ImageSequence, ImageStat
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from tests.uploads import pictures
from tests.uploads.pictures import CANARY, WITH_METADATA, is_upright, opened

pytestmark = pytest.mark.django_db
ImageModel = get_image_model()
IMAGES = [name for name in WITH_METADATA if name not in {"loop.png", "loop.avif"}]  # Wagtail doesn't accept such images
DOCUMENTS = {**WITH_METADATA, "scan.tiff": pictures.tiff(), "scan.tif": pictures.tiff()}
RENDITIONS = ("width-48", "width-48|format-jpeg", "width-48|format-webp", "width-48|format-avif", "width-48|format-png")


def fetched(address: str) -> bytes:
    """What a visitor gets."""
    answer = Client().get(address)
    assert answer.status_code == 200, address
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", IMAGES)
def test_an_image_tells_nothing_in_any_size(upload: Any, telling: Any, name: str) -> None:
    assert CANARY in WITH_METADATA[name] or b"zTXt" in WITH_METADATA[name]
    image = upload(name, WITH_METADATA[name])
    for address in [image.file.url, *(image.get_rendition(spec).url for spec in RENDITIONS)]:
        picture = opened(fetched(address))
        assert not picture.getexif()
        assert not {"exif", "xmp", "comment"} & picture.info.keys()
        assert not getattr(picture, "text", {})
    assert telling() == []


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp"])
def test_nobody_sees_that_it_was_encoded_anew(upload: Any, name: str) -> None:
    before, after = opened(WITH_METADATA[name]), opened(upload(name, WITH_METADATA[name]).file.read())
    difference = ImageStat.Stat(ImageChops.difference(before.convert("RGB"), after.convert("RGB"))).mean
    assert max(difference) < (0.001 if name == "photo.png" else 2)  # of 255
    assert after.info["icc_profile"] == before.info["icc_profile"]


@pytest.mark.parametrize("name", ["loop.gif", "loop.webp"])
def test_what_moves_still_moves(upload: Any, name: str) -> None:
    assert durations(upload(name, WITH_METADATA[name]).file.read()) == [300, 500]


def test_what_moves_on_a_transparent_ground_leaves_no_trail(upload: Any) -> None:
    frames = [Image.new("RGBA", (90, 30)) for _ in range(3)]
    for number, frame in enumerate(frames):
        frame.paste("red", (30 * number, 0, 30 * number + 30, 30))
    data = pictures.saved(frames[0], "GIF", save_all=True, append_images=frames[1:], disposal=2, comment=CANARY)
    with Image.open(BytesIO(upload("moving.gif", data).file.read())) as moving:
        moving.seek(2)
        shown = moving.convert("RGBA").getchannel("A")
    assert [shown.getpixel((x, 15)) for x in (15, 45, 75)] == [0, 0, 255]


def durations(data: bytes) -> list[int]:
    """How long each frame is shown."""
    found = []
    with Image.open(BytesIO(data)) as moving:
        for frame in ImageSequence.Iterator(moving):
            frame.load()
            found.append(round(frame.info["duration"]))
    return found


@pytest.mark.parametrize("name", ["photo.jpg", "photo.png", "photo.webp", "photo.avif", "photo.heic"])
def test_a_picture_taken_on_its_side_stands_upright(upload: Any, telling: Any, name: str) -> None:
    image = upload(name, getattr(pictures, name.partition(".")[2].replace("jpg", "jpeg"))(orientation=6))
    assert (image.width, image.height) == (64, 96)
    assert is_upright(opened(image.file.read()))
    assert is_upright(opened(fetched(image.get_rendition("original|format-jpeg").url)))
    assert telling() == []


def test_a_phones_heic_becomes_a_jpeg(admin_client: Client, telling: Any) -> None:
    for name in ("IMG_2041.HEIC", "IMG_2042.heif"):
        files = {"files[]": SimpleUploadedFile(name, pictures.heic()), "title": name, "collection": "1"}
        assert admin_client.post(reverse("wagtailimages:add_multiple"), files).json()["success"]
        image = ImageModel.objects.latest("pk")
        assert "IMG" not in image.title
        assert Path(image.file.name).suffix == ".jpg"
        answer = Client().get(image.file.url)
        assert answer["Content-Type"] == "image/jpeg"
        assert opened(b"".join(answer.streaming_content)).format == "JPEG"  # type: ignore[attr-defined]
    assert telling() == []


def test_a_jpeg_that_a_phone_calls_heic_is_taken_too(upload: Any) -> None:
    assert Path(upload("IMG_2043.heic", pictures.jpeg()).file.name).suffix == ".jpg"


def test_a_picture_with_a_wrong_ending_is_stored_under_the_right_one(upload: Any) -> None:
    for name, data, suffix in [
        ("web.png", pictures.jpeg(), ".jpg"),
        ("web.JPEG", pictures.jpeg(), ".JPEG"),
        ("web.jpg", pictures.png(), ".png"),
        ("web.png", pictures.saved(pictures.drawn(), "WEBP"), ".webp"),
    ]:
        assert Path(upload(name, data).file.name).suffix == suffix


def test_the_row_says_what_the_stored_file_is(upload: Any) -> None:
    image = upload("photo.jpg", pictures.jpeg(orientation=6))
    size, digest = image.file_size, image.file_hash
    image._set_image_file_metadata()
    assert (image.file_size, image.file_hash) == (size, digest)
    assert upload("again.jpg", pictures.jpeg(orientation=6)).file_hash == digest


def test_a_very_large_photo_is_stored_at_a_size_that_pages_can_be_made_from(upload: Any) -> None:
    image = upload("photo.jpg", pictures.jpeg(6, pictures.drawn((8064, 64))))
    assert (image.width, image.height) == (30, 3840)
    assert upload("kept.jpg", pictures.jpeg(1, pictures.drawn((4080, 32)))).width == 4080


def test_a_large_drawing_keeps_its_transparent_parts(upload: Any) -> None:
    indexed = pictures.drawn((4200, 8)).quantize(2)
    image = upload("logo.png", pictures.saved(indexed, "PNG", transparency=indexed.getpixel((9, 4))))
    stored = opened(image.file.read()).convert("RGBA")
    assert stored.width == 3840
    assert (stored.getpixel((9, 4))[3], stored.getpixel((3800, 4))[3]) == (0, 255)  # type: ignore[index]


# Other ways in -------------------------------------------------------------------------------------------


def test_a_replaced_image_tells_nothing(upload: Any, admin_client: Client, telling: Any) -> None:
    image = upload("plain.png", pictures.saved(pictures.drawn(), "PNG"))
    form = {"title": "New", "collection": "1", "file": SimpleUploadedFile("x.jpg", pictures.jpeg(6))}
    assert admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), form).status_code == 302
    image.refresh_from_db()
    assert is_upright(opened(fetched(image.file.url)))
    assert telling() == []


def test_an_image_uploaded_in_a_chooser_tells_nothing(admin_client: Client, telling: Any) -> None:
    form = {
        "image-chooser-upload-title": "Chosen",
        "image-chooser-upload-collection": "1",
        "image-chooser-upload-file": SimpleUploadedFile("x.heic", pictures.heic()),
    }
    assert admin_client.post(reverse("wagtailimages_chooser:create"), form).json()["step"] == "chosen"
    assert ImageModel.objects.get(title="Chosen").file.name.endswith(".jpg")
    assert telling() == []


def test_files_stored_by_code_tell_nothing(telling: Any) -> None:
    image = ImageModel.objects.create(title="ORM", file=ImageFile(BytesIO(pictures.jpeg(6)), "orm.jpg"))
    image.file.save("heic.heic", ContentFile(pictures.heic(6), "heic.heic"))
    assert image.file.name.endswith(".jpg")
    UploadedFile.objects.create(file=ContentFile(pictures.jpeg(), "waiting.jpg"))
    default_storage.save("by-hand.png", ContentFile(pictures.png()))
    assert telling() == []


@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_that_is_a_picture_tells_nothing(admin_client: Client, telling: Any, name: str) -> None:
    form = {"title": "Sheet", "collection": "1", "file": SimpleUploadedFile(name, DOCUMENTS[name])}
    assert admin_client.post(reverse("wagtaildocs:add"), form).status_code == 302
    document = Document.objects.get()
    served = fetched(document.url)
    assert document.file_size == len(served)
    assert opened(served).size == pictures.SIZE
    if name.startswith("loop"):
        assert durations(served) == [300, 500]
    if name.startswith("scan"):
        assert Image.open(BytesIO(served)).n_frames == 2  # type: ignore[attr-defined]
    assert document.filename == name.replace(".heic", ".jpg")
    assert telling() == []


def test_a_scan_stored_on_its_side_stands_upright(admin_client: Client) -> None:
    form = {"title": "Sheet", "collection": "1", "file": SimpleUploadedFile("scan.tif", pictures.tiff(6))}
    assert admin_client.post(reverse("wagtaildocs:add"), form).status_code == 302
    assert is_upright(opened(fetched(Document.objects.get().url)))


def test_documents_uploaded_together_tell_nothing(admin_client: Client, telling: Any) -> None:
    form = {"title": "Sheet", "collection": "1", "files[]": SimpleUploadedFile("x.heic", pictures.heic(6))}
    assert admin_client.post(reverse("wagtaildocs:add_multiple"), form).json()["success"]
    assert is_upright(opened(fetched(Document.objects.get().url)))
    assert telling() == []


def test_a_document_that_is_no_picture_stays_as_it_is(admin_client: Client) -> None:
    file = SimpleUploadedFile("form.pdf", b"%PDF-1.7 " + CANARY)
    admin_client.post(reverse("wagtaildocs:add"), {"title": "Form", "collection": "1", "file": file})
    assert fetched(Document.objects.get().url) == b"%PDF-1.7 " + CANARY


@pytest.mark.parametrize("size", [(96, 64), (960, 640)])
def test_profile_pictures_are_clean(admin_client: Client, admin_user: Any, telling: Any, size: tuple[int, int]) -> None:
    form = account_form(admin_user) | {
        "avatar-avatar": SimpleUploadedFile("me.jpg", pictures.jpeg(6, pictures.drawn(size)))
    }
    assert admin_client.post(reverse("wagtailadmin_account"), form).status_code == 302
    avatar = UserProfile.get_for_user(admin_user).avatar
    with Image.open(BytesIO(fetched(avatar.url))) as picture:
        assert picture.height > picture.width
    assert telling() == []


def account_form(user: Any) -> dict[str, Any]:
    """What the account page submits besides a picture."""
    return {
        "name_email-first_name": "Ada",
        "name_email-last_name": "L",
        "name_email-email": user.email,
        "theme-theme": "system",
        "theme-contrast": "system",
        "theme-density": "default",
        "locale-preferred_language": "",
        "locale-current_time_zone": "",
    }
