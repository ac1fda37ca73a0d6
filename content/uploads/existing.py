"""Cleaning files that were stored before uploads were cleaned."""

import shutil
from collections.abc import Callable
from hashlib import sha1
from io import BytesIO
from pathlib import Path
from typing import Any

from django.apps.registry import Apps
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import FileSystemStorage, Storage
from django.db.models import FileField, Model
from PIL import Image

from content.uploads.cleaning import clean_picture
from content.uploads.contents import HEAD
from content.uploads.files import CleanFile, new_name
from content.uploads.metadata import BrokenFileError, kind_of, strip_metadata

MAX_PIXELS = 2 * (Image.MAX_IMAGE_PIXELS or 0)  # earlier uploads may be larger than what is allowed now
MISSING = "its file is missing."
DAMAGED = "its file is damaged. The metadata is gone; upload the picture once more."
NOT_CLEANED = "its file is damaged or of a kind that can’t be cleaned. Delete it, or replace it with a JPEG."


def strip_stored_files(apps: Apps, report: Callable[[str], None]) -> int:
    """Strip the metadata from every stored image, in place; returns how many had any.

    Files are independent, so a second run resumes where the first one stopped. An unavailable storage raises, so that
    no unchecked file passes for clean.
    """
    count = 0
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, FileField) or model._meta.proxy:
                continue
            rows = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
            for pk, name in list(rows.values_list("pk", field.name)):
                is_changed, problem = strip_stored_file(model, field, pk, name)
                count += is_changed
                if problem:  # with the row, not the file name, which may be a person's name
                    report(f"{model._meta.label} {pk}: {problem}")
    return count


def strip_stored_file(model: type[Model], field: FileField, pk: Any, name: str) -> tuple[bool, str]:
    """Return whether the file was changed, and what is wrong with it."""
    storage: Storage = field.storage
    try:
        with storage.open(name) as file:
            data = file.read(HEAD)
            kind = kind_of(data)
            if kind is None:
                return False, ""
            data += file.read()
    except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation):
        return False, MISSING
    try:
        stripped = strip_metadata(kind, data)
    except BrokenFileError:
        stripped = None
    if stripped == data:
        return False, ""
    problem = ""
    try:
        clean, new_kind = clean_picture(data, shown=False, max_pixels=MAX_PIXELS)
    except ValidationError:
        if stripped is None:
            return False, NOT_CLEANED
        clean, new_kind, problem = stripped, kind, DAMAGED
    if clean == data:
        return False, problem
    clean_name = replace(storage, name, new_name(name, new_kind) if new_kind != kind else name, clean)
    model._base_manager.filter(pk=pk).update(**measured(model, field, clean_name, clean))
    if clean_name != name:
        storage.delete(name)
    return True, problem


def measured(model: type[Model], field: FileField, name: str, data: bytes) -> dict[str, Any]:
    """Return the row's columns that describe its file."""
    values: dict[str, Any] = {field.name: name}
    known = {other.name for other in model._meta.local_concrete_fields}
    if "file_size" in known:
        values["file_size"] = len(data)
    if "file_hash" in known:
        values["file_hash"] = sha1(data, usedforsecurity=False).hexdigest()
    width, height = getattr(field, "width_field", None), getattr(field, "height_field", None)
    if width and height:
        with Image.open(BytesIO(data)) as picture:
            values |= {width: picture.width, height: picture.height}
    return values


def replace(storage: Storage, name: str, wanted: str, data: bytes) -> str:
    """Replace the file's data, which keeps its URL, unless the file needs a different name."""
    if wanted != name:
        return storage.save(wanted, CleanFile(wanted, data))
    if not isinstance(storage, FileSystemStorage):  # writing an object to a bucket is atomic
        with storage.open(name, "wb") as file:
            file.write(data)
            file.truncate()
        return name
    path = Path(storage.path(name))
    draft = path.with_name(f".{path.name}.clean")
    draft.write_bytes(data)
    shutil.copymode(path, draft)
    draft.replace(path)
    return name
