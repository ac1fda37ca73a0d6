"""A picture's sizes are made before anybody opens its page, because each can take seconds."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.images.models import Rendition
from wagtail.models import Page

from content.uploads import sizes
from tests.uploads.conftest import Upload
from tests.uploads.pictures import drawn, saved

pytestmark = pytest.mark.django_db
Capture = Callable[..., Any]
PHOTO = saved(drawn((1300, 900)), "JPEG")


@pytest.fixture(autouse=True)
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sizes.background, "submit", lambda _, image_id: sizes.make_sizes(image_id))


def publish_with(image: Any) -> list[str]:
    """Put the picture into a text and use it as a portrait; returns both pages' addresses."""
    value = {"image": {"image": image.pk, "alt_text": "A hip", "decorative": False}, "caption": "Beside the words"}
    text, person = (Page.objects.get(slug=slug).specific for slug in ("referred-pain", "sample-therapist"))
    text.body = json.dumps([{"type": "figure", "value": value}])
    person.photo = image
    for page in (text, person):
        page.save_revision().publish()
    return [text.url, person.url]


def made_by_looking(image: Any) -> set[str]:
    """The sizes that were made only when the pages were requested."""
    before = set(Rendition.objects.filter(image=image).values_list("filter_spec", flat=True))
    for address in publish_with(image):
        answer = Client().get(address)
        assert b"<picture" in answer.content
    return set(Rendition.objects.filter(image=image).values_list("filter_spec", flat=True)) - before


def test_no_visitor_waits_for_a_size(upload: Upload, django_capture_on_commit_callbacks: Capture) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = upload("hip.jpg", PHOTO)
    assert made_by_looking(image) == set()


def test_no_visitor_waits_for_a_size_of_a_replaced_file(
    upload: Upload, admin_client: Client, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        image = upload("hip.jpg", PHOTO)
    with django_capture_on_commit_callbacks(execute=True):
        file = ContentFile(saved(drawn((1400, 900)), "JPEG"), name="other.jpg")
        form = {"title": "A hip", "file": file, "collection": "1"}
        assert admin_client.post(reverse("wagtailimages:edit", args=[image.pk]), form).status_code == 302
    image.refresh_from_db()
    assert image.width == 1400
    assert made_by_looking(image) == set()


def test_a_size_weighs_what_its_quality_says(upload: Upload) -> None:
    grain = Image.effect_noise((120, 90), 60)
    size = upload("grain.png", saved(grain, "PNG")).get_rendition("width-120|format-avif")
    assert size.file.size < len(saved(grain, "AVIF", quality=75))


def test_an_upload_that_was_rolled_back_or_is_damaged_breaks_nothing(
    upload: Upload, django_capture_on_commit_callbacks: Capture
) -> None:
    with django_capture_on_commit_callbacks() as waiting:
        image = upload("hip.jpg", PHOTO)
    image.file.storage.delete(image.file.name)
    for callback in waiting:
        callback()
    image.delete()
    for callback in waiting:
        callback()
    assert not Rendition.objects.filter(image_id=image.pk).exists()


def test_a_jpeg_may_have_four_times_the_pixels_because_it_is_scaled_down_while_it_is_read(
    admin_client: Client, upload: Upload, settings: Any
) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1_500_000
    large = drawn((4800, 400))
    photo = upload("photo.jpg", saved(large, "JPEG"))
    assert (photo.width, photo.height) == (3840, 320)
    for data in (saved(large, "JPEG", progressive=True), saved(large, "PNG"), saved(drawn((9600, 800)), "JPEG")):
        form = {"title": "Large", "collection": "1", "files[]": SimpleUploadedFile("large", data)}
        told = admin_client.post(reverse("wagtailimages:add_multiple"), form).json()
        assert "pixels" in told["error_message"]
