"""The storage for all uploads: no image is stored uncleaned, whatever code saves it."""

from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from content.uploads.files import CleanFile, clean_upload, head_of
from content.uploads.metadata import BrokenFileError, kind_of, strip_metadata


class CleanUploadsMixin:
    """A storage mixin. Raises ValidationError for an image that can't be cleaned, which forms detect earlier."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        file = content if isinstance(content, File) else File(content, name)
        name = name or file.name or ""
        if not is_clean(file):
            file = clean_upload(File(file, name), shown=False)
            name = str(PurePosixPath(name).with_suffix(PurePosixPath(file.name or name).suffix))
        return str(super().save(name, file, max_length=max_length))  # type: ignore[misc]


class CleanFileSystemStorage(CleanUploadsMixin, FileSystemStorage):
    pass


def is_clean(file: "File[bytes]") -> bool:
    """Return whether there is nothing to strip, without decoding, since renditions come this way by the dozen."""
    kind = None if isinstance(file, CleanFile) else kind_of(head_of(file))
    if kind is None:
        return True
    try:
        data = file.read()
        return bool(strip_metadata(kind, data) == data)
    except BrokenFileError:
        return False
    finally:
        file.seek(0)
