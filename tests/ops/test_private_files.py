"""Files about people are readable by the site's user only; only what a proxy serves is readable by everybody."""

import stat
from pathlib import Path
from typing import Any

import pytest
from django.contrib.staticfiles.finders import FileSystemFinder
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.mail import EmailMessage, get_connection
from django.core.management import call_command


def open_to_others(folder: Path) -> set[str]:
    """What other users may read, write or enter."""
    entries = [entry for entry in folder.rglob("*") if stat.S_IMODE(entry.stat().st_mode) & 0o077]
    return {str(entry.relative_to(folder)) for entry in entries if not entry.is_symlink()}


def test_a_first_start_leaves_nothing_open_but_static_files(first_start: Path) -> None:
    found = {name for name in open_to_others(first_start) if name != "said.txt"}  # written by the tests themselves
    assert {name.partition("/")[0] for name in found} <= {"static"}
    assert (first_start / "db.sqlite3").exists()
    assert (first_start / "media").exists()


def test_the_proxy_may_read_static_files(tmp_path: Path, settings: Any) -> None:
    (tmp_path / "source").mkdir()
    (tmp_path / "source" / "site.css").write_text("p { color: red }" * 100)
    settings.STATIC_ROOT = tmp_path / "static"
    settings.STATICFILES_DIRS = [tmp_path / "source"]
    settings.STATICFILES_FINDERS = ["tests.ops.test_private_files.Source"]
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, verbosity=0)
    static = list((tmp_path / "static").iterdir())
    assert {file.suffix for file in static} >= {".css", ".gz", ".br"}
    assert all(file.stat().st_mode & 0o004 for file in static)
    (tmp_path / "next").touch()
    assert (tmp_path / "next").stat().st_mode & 0o077 == 0


class Source(FileSystemFinder):
    """A subclass for this test alone, because Django caches one finder per class for the life of the process."""


def test_uploads_and_mails_are_private(tmp_path: Path, settings: Any) -> None:
    name = default_storage.save("documents/deep/letter.txt", ContentFile(b"private"))
    assert Path(default_storage.path(name)).stat().st_mode & 0o077 == 0
    assert Path(default_storage.path(name)).parent.stat().st_mode & 0o077 == 0
    default_storage.delete(name)
    backend = get_connection("inquiries.mail.eml_backend.EmlFileBackend")
    folder = tmp_path / "mail"
    settings.EMAIL_FILE_PATH = folder
    EmailMessage("s", "b", to=["ada@example.com"], connection=backend).send()
    assert len(list(folder.iterdir())) == 1
    assert open_to_others(tmp_path) == set()


@pytest.mark.django_db
def test_the_page_that_the_proxy_shows_is_readable(tmp_path: Path) -> None:
    call_command("unavailable_page", str(tmp_path / "unavailable.html"))
    assert (tmp_path / "unavailable.html").stat().st_mode & 0o004
