"""Where nobody described a picture, people read its title, so it must never be a camera's file name."""

import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model

from content.uploads.titles import looks_like_file_name, readable_title
from tests.uploads import pictures

CAMERAS = [
    "IMG_2041",
    "IMG 2041",
    "DSC01234.JPG",
    "PXL_20260101_123456789",
    "20260101_123456",
    "WhatsApp Image 2026-11-27 at 10.22.33 AM",
    "Screenshot 2026-11-27",
    "image0",
    "a3f1b2c4-1111-2222-3333-444455556666",
]
MENDED = {
    "front-door_2.jpg": "Front door 2",
    "hip_1200x800.png": "Hip",
    "IMG_2041_Anna at the desk": "Anna at the desk",
    "treatment_room": "Treatment room",
}
OWN = ["Our front door", "X-ray", "Anna Smith", "COVID-19 poster", "Treatment room 2", "Portrait"]


@pytest.mark.parametrize("title", CAMERAS)
def test_a_cameras_name_says_nothing(title: str) -> None:
    assert looks_like_file_name(title)
    assert readable_title(title) == ""


@pytest.mark.parametrize(("name", "title"), MENDED.items())
def test_words_in_a_files_name_become_a_title(name: str, title: str) -> None:
    assert looks_like_file_name(name)
    assert readable_title(name) == title


@pytest.mark.parametrize("title", OWN)
def test_a_title_that_people_wrote_stays(title: str) -> None:
    assert not looks_like_file_name(title)


@pytest.mark.django_db
def test_an_upload_gets_a_readable_title_and_a_later_edit_refuses_a_cameras(admin_client: Client) -> None:
    for name in ("front-door_2.jpg", "IMG_2041.jpg"):
        files = {"files[]": SimpleUploadedFile(name, pictures.jpeg(6)), "title": name, "collection": "1"}
        assert admin_client.post(reverse("wagtailimages:add_multiple"), files).json()["success"]
    second, first = get_image_model().objects.order_by("-pk")[:2]
    assert first.title == "Front door 2"
    assert re.fullmatch(r"Untitled photo of \d{4}-\d\d-\d\d", second.title)
    address = reverse("wagtailimages:edit", args=[second.pk])
    answer = admin_client.post(address, {"title": "IMG_2041", "collection": "1"})
    assert "Say what the picture shows" in answer.content.decode()
    admin_client.post(address, {"title": "The waiting room", "collection": "1"})
    second.refresh_from_db()
    assert second.title == "The waiting room"
