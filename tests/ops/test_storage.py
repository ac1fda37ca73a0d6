"""Media stored somewhere other than this disk still reaches visitors through this site."""

from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.cache import caches
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile, File
from django.core.files.storage import Storage, default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image
from wagtail.documents.models import Document
from wagtail.images import get_image_model

from config.http.media import ServedHere, StorageUnavailableError
from config.settings.urls_to_settings import media_root, storage_settings
from content.models import GuidePage

pytestmark = pytest.mark.django_db
BUCKET = "bucket.example"


class Elsewhere(Storage):
    """Behaves like a bucket: no path on this disk, and addresses of its own."""

    def __init__(self) -> None:
        self.kept: dict[str, bytes] = {}

    def _open(self, name: str, mode: str = "rb") -> ContentFile:
        if name not in self.kept:
            raise FileNotFoundError(name)
        return ContentFile(self.kept[name], name)

    def _save(self, name: str, content: File) -> str:
        self.kept[name] = b"".join(content.chunks())
        return name

    def exists(self, name: str) -> bool:
        return name in self.kept

    def size(self, name: str) -> int:
        return len(self.kept[name])

    def get_modified_time(self, name: str) -> datetime:
        return datetime(2026, 11, 1, 9, tzinfo=UTC)

    def url(self, name: str | None) -> str:
        return f"https://{BUCKET}/{name}"


class Bucket(ServedHere, Elsewhere):
    """The same storage, as the site uses it."""


@pytest.fixture(autouse=True)
def _bucket(settings: Any) -> None:
    settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Bucket"}}


@pytest.fixture
def shown(admin_client: Client, django_capture_on_commit_callbacks: Any) -> BeautifulSoup:
    """A page with a picture uploaded by staff, as a visitor gets it."""
    picture = BytesIO()
    Image.new("RGB", (1600, 900), "#b3361e").save(picture, "JPEG")
    file = SimpleUploadedFile("band.jpg", picture.getvalue(), "image/jpeg")
    answer = admin_client.post(reverse("wagtailimages:add"), {"title": "A new band", "file": file, "collection": "1"})
    assert answer.status_code == 302
    image = get_image_model().objects.get(title="A new band")
    guide = GuidePage.objects.get(slug="trigger-points")
    guide.body = [("figure", {"image": image, "caption": "A band", "credit": "", "width": "text"})]
    with django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()
    return BeautifulSoup(Client().get("/trigger-points/").content, "html.parser")


def sources(page: BeautifulSoup) -> set[str]:
    """The address of every uploaded picture in the page, in every size and format."""
    found = {img["src"] for img in page.main.select("picture img[src]")}
    for tag in page.main.select("[srcset]"):
        found |= {candidate.split()[0] for candidate in tag["srcset"].split(",")}
    return found


def test_pictures_come_from_this_site_in_every_size(shown: BeautifulSoup) -> None:
    addresses = sources(shown)
    assert len(addresses) > 2
    assert BUCKET not in str(shown)
    kinds = set()
    for address in addresses:
        assert address.startswith("/media/images/"), address
        answer = Client().get(address)
        assert answer.status_code == 200
        body = b"".join(answer.streaming_content)  # type: ignore[attr-defined]
        assert int(answer["Content-Length"]) == len(body) > 0
        assert "immutable" in answer["Cache-Control"]
        kinds.add(answer["Content-Type"])
        again = Client().get(address, headers={"If-Modified-Since": answer["Last-Modified"]})
        assert again.status_code == 304
    assert "image/avif" in kinds


@pytest.mark.parametrize(
    "path",
    ["images/none.png", "images", "images/", "", "images/../images/x.png", "/images/x.png", ".x.png", "a/.x.png"],
)
def test_what_is_not_there_is_not_found(path: str) -> None:
    for name in ("images/x.png", ".x.png", "a/.x.png"):
        default_storage.save(name, ContentFile(b"x"))
    assert Client().get(f"/media/{path}").status_code == 404


def test_documents_come_from_this_site_too_and_only_where_rights_are_asked() -> None:
    document = Document.objects.create(title="Sheet", file=ContentFile(b"%PDF", name="sheet.pdf"))
    answer = Client().get(document.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"%PDF"  # type: ignore[attr-defined]
    assert Client().get(f"/media/{document.file.name}").status_code == 404


def test_while_the_bucket_is_away_pages_are_shown_and_no_cache_takes_its_files_for_lost(
    shown: BeautifulSoup, admin_client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = Document.objects.create(title="Sheet", file=ContentFile(b"%PDF", name="sheet.pdf"))
    get_image_model().objects.get(title="A new band").renditions.all().delete()  # so a size has to be made

    def is_away(*_: Any) -> None:
        raise StorageUnavailableError

    for name in ("_open", "_save", "exists", "size", "get_modified_time"):
        monkeypatch.setattr(Elsewhere, name, is_away)
    caches["renditions"].clear()
    assert admin_client.get("/trigger-points/").status_code == 200
    for address in (min(sources(shown)), document.url):
        answer = Client().get(address)
        assert answer.status_code == 503, address
        assert answer["Cache-Control"] == "no-store"
        assert answer["Retry-After"]


# STORAGE_URL --------------------------------------------------------------------------------------------


def test_the_url_names_bucket_folder_region_and_service() -> None:
    default = storage_settings("s3://clinic/site/media?region=eu-west-2&endpoint=https://objects.example:9000")[
        "default"
    ]
    assert default["OPTIONS"] == {
        "bucket_name": "clinic",
        "location": "site/media",
        "region_name": "eu-west-2",
        "endpoint_url": "https://objects.example:9000",
        "file_overwrite": False,
    }
    assert storage_settings("s3://clinic")["default"]["OPTIONS"] == {"bucket_name": "clinic", "file_overwrite": False}


@pytest.mark.parametrize("url", ["s3://", "s3:///folder", "s3://key:secret@clinic", "s3://clinic?zone=1"])
def test_a_url_that_names_no_bucket_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured, match="STORAGE_URL"):
        storage_settings(url)


def test_a_folder_elsewhere_is_the_one_that_backups_copy() -> None:
    assert str(media_root("file:///srv/media")) == "/srv/media"
    assert "OPTIONS" not in storage_settings("file:///srv/media")["default"]
