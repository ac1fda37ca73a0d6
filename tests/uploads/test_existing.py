"""The upgrade cleans files that were stored before uploads were cleaned."""

import logging
from importlib import import_module
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import InMemoryStorage, default_storage
from django.db.migrations.loader import MigrationLoader
from wagtail.documents.models import Document
from wagtail.images import get_image_model
from wagtail.models import UploadedFile
from wagtail.users.models import UserProfile

from config.http.media import ServedHere
from content.uploads.storage import CleanUploadsMixin
from tests.uploads import pictures
from tests.uploads.pictures import CANARY, drawn, is_upright, opened, saved
from tests.uploads.test_metadata import fetched

pytestmark = pytest.mark.django_db
MIGRATION = "0007_strip_metadata_of_stored_pictures"
PLAIN = saved(drawn(), "JPEG")


class Bucket(ServedHere, CleanUploadsMixin, InMemoryStorage):
    """A storage without local paths, as the site uses it."""

    def get_modified_time(self, name: str) -> Any:
        raise NotImplementedError


class Unreachable(Bucket):
    def open(self, name: str, mode: str = "rb") -> Any:
        raise ConnectionError("The bucket does not answer.")


def upgrade() -> None:
    """Do what `migrate` does, with the models as they are at that point."""
    state = MigrationLoader(None, replace_migrations=False).project_state(("content", MIGRATION))
    import_module(f"content.migrations.{MIGRATION}").strip(state.apps, None)


def put(name: str, data: bytes) -> None:
    """Store a file as earlier releases did."""
    with default_storage.open(name, "wb") as file:
        file.write(data)


def stored(name: str) -> bytes:
    with default_storage.open(name) as file:
        return bytes(file.read())


@pytest.fixture
def image() -> Any:
    """An image stored sideways, with sizes made from it."""
    get_image_model().objects.all().delete()  # the starter's own image has no file here
    made = get_image_model().objects.create(title="Old", file=ContentFile(PLAIN, "old.jpg"))
    rendition = made.get_rendition("width-64|format-jpeg")
    put(made.file.name, pictures.jpeg(6))
    put(rendition.file.name, pictures.jpeg(1, drawn((64, 96))))
    get_image_model().objects.filter(pk=made.pk).update(file_size=1, file_hash="old")
    return made


@pytest.fixture(params=["folder", "bucket"])
def storage(request: pytest.FixtureRequest, settings: Any) -> str:
    if request.param == "bucket":
        settings.STORAGES = settings.STORAGES | {"default": {"BACKEND": f"{__name__}.Bucket"}}
    return str(request.param)


def test_an_image_and_its_sizes_keep_their_addresses(storage: str, image: Any) -> None:
    addresses = [image.file.url, image.renditions.get().url]
    assert all(CANARY in fetched(address) for address in addresses)
    upgrade()
    assert all(CANARY not in fetched(address) and b"GPS" not in fetched(address) for address in addresses)
    image = get_image_model().objects.get()
    assert [image.file.url, image.renditions.get().url] == addresses
    assert is_upright(opened(fetched(image.file.url)))
    assert (image.width, image.height) == (64, 96)
    assert image.file_size == len(fetched(image.file.url))
    assert image.file_hash not in {"", "old"}
    assert opened(fetched(image.renditions.get().url)).size == (64, 96)


def test_documents_profile_pictures_and_half_finished_uploads(storage: str, admin_user: Any) -> None:
    get_image_model().objects.all().delete()
    sheet = Document.objects.create(title="Sheet", file=ContentFile(PLAIN, "sheet.heic"))
    put(sheet.file.name, pictures.heic(6))
    form = Document.objects.create(title="Form", file=ContentFile(b"%PDF-1.7 " + CANARY, "form.pdf"))
    profile = UserProfile.get_for_user(admin_user)
    profile.avatar.save("me.png", ContentFile(saved(drawn(), "PNG"), "me.png"))
    put(profile.avatar.name, pictures.png())
    waiting = UploadedFile.objects.create(file=ContentFile(PLAIN, "waiting.jpg"))
    put(waiting.file.name, pictures.jpeg())
    upgrade()
    sheet.refresh_from_db()
    assert sheet.file.name.endswith(".jpg")
    assert is_upright(opened(stored(sheet.file.name)))
    assert sheet.file_size == len(stored(sheet.file.name))
    assert stored(form.file.name) == b"%PDF-1.7 " + CANARY
    for name in (profile.avatar.name, waiting.file.name):
        assert CANARY not in stored(name)
        assert opened(stored(name)).size == pictures.SIZE


def test_a_missing_or_damaged_file_is_reported_and_the_rest_goes_on(
    image: Any, caplog: pytest.LogCaptureFixture
) -> None:
    lost, cut, raw, last = (
        Document.objects.create(title=title, file=ContentFile(PLAIN, f"{title}.jpg"))
        for title in ("lost", "cut", "raw", "last")
    )
    default_storage.delete(lost.file.name)
    put(cut.file.name, pictures.jpeg(1, drawn((960, 640)))[:3000])
    put(raw.file.name, b"\x89PNG\r\n\x1a\n" + CANARY)
    put(last.file.name, pictures.jpeg())
    with caplog.at_level(logging.INFO):
        upgrade()
    told = [record.getMessage() for record in caplog.records if record.name == "pinpoint.uploads"]
    named = [line.partition(":")[0] for line in told[:3]]
    assert named == [f"wagtaildocs.Document {row.pk}" for row in (lost, cut, raw)]
    assert told[3] == "3 stored pictures were cleaned."
    assert not any(name in "".join(told) for name in ("lost", "cut.", "raw."))
    assert CANARY not in fetched(last.url)
    assert CANARY not in fetched(image.file.url)


def test_a_storage_that_does_not_answer_stops_the_upgrade(image: Any, settings: Any) -> None:
    stored = settings.STORAGES
    settings.STORAGES = stored | {"default": {"BACKEND": f"{__name__}.Unreachable"}}
    with pytest.raises(ConnectionError):
        upgrade()
    settings.STORAGES = stored
    upgrade()
    assert CANARY not in fetched(image.file.url)


def test_a_picture_that_is_larger_than_what_is_taken_today_keeps_its_size(image: Any, settings: Any) -> None:
    settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS = 1000
    put(image.file.name, pictures.jpeg(1, drawn((5000, 20))))
    upgrade()
    assert opened(fetched(image.file.url)).size == (5000, 20)
    assert CANARY not in fetched(image.file.url)
