"""The storage for all uploads: no image is stored uncleaned, whatever code saves it."""

from pathlib import PurePosixPath
from typing import IO, Any

from django.core.files.base import File
from django.core.files.storage import FileSystemStorage

from content.uploads.files import CleanFile, clean_upload

RENDITIONS = "images/"  # Wagtail's folder for them: they are made from clean images


class CleanUploadsMixin:
    """A storage mixin. Raises ValidationError for an image that can't be cleaned, which forms detect earlier."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        file = content if isinstance(content, File) else File(content, name)
        name = name or file.name or ""
        if not (isinstance(file, CleanFile) or name.startswith(RENDITIONS)):
            clean = clean_upload(File(file, name), shown=False)
            name, file = str(PurePosixPath(name).with_suffix(PurePosixPath(clean.name or name).suffix)), clean
        return str(super().save(name, file, max_length=max_length))  # type: ignore[misc]


class CleanFileSystemStorage(CleanUploadsMixin, FileSystemStorage):
    pass
