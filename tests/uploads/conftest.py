"""Uploads made as staff make them, into a folder that only the test sees."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from wagtail.images import get_image_model

from tests.forms import refusals
from tests.uploads.pictures import CANARY

Upload = Callable[..., Any]


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Path) -> Path:
    settings.MEDIA_ROOT = tmp_path / "media"
    return tmp_path / "media"


@pytest.fixture
def telling(media: Path) -> Callable[[], list[str]]:
    """The stored files that still contain what they must not reveal, in any of its spellings."""

    def names() -> list[str]:
        signs = (CANARY, CANARY[::-1], b"GPS", b"Exif\0\0")
        files = [file for file in media.rglob("*") if file.is_file()]
        assert files, "nothing was stored"
        return [file.name for file in files if any(sign in file.read_bytes() for sign in signs)]

    return names


@pytest.fixture
def upload(admin_client: Client) -> Upload:
    """Uploads an image in the admin and returns it."""

    def post(name: str, data: bytes) -> Any:
        file = SimpleUploadedFile(name, data)
        answer = admin_client.post(reverse("wagtailimages:add"), {"title": "Upload", "file": file, "collection": "1"})
        assert answer.status_code == 302, refusals(answer)
        return get_image_model().objects.latest("pk")

    return post
