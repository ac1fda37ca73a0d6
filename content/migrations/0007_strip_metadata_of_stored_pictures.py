import logging
from collections.abc import Callable
from hashlib import sha1
from io import BytesIO
from typing import Any

from django.apps.registry import Apps
from django.core.exceptions import SuspiciousFileOperation, ValidationError
from django.core.files.storage import Storage
from django.db import migrations
from django.db.models import FileField, Model
from PIL import Image

from content.uploads.cleaning import clean_picture
from content.uploads.contents import HEAD
from content.uploads.files import CleanFile, new_name
from content.uploads.kinds import kind_of

MAX_PIXELS = 2 * (Image.MAX_IMAGE_PIXELS or 0)  # earlier uploads may be larger than what is allowed now
MISSING = "its file is missing."
NOT_CLEANED = "its file is damaged or of a kind that can’t be cleaned. Delete it, or replace it with a JPEG."


def clean_stored_files(apps: Apps, report: Callable[[str], None]) -> int:
    """Clean every stored image, in place; return how many there were. An unavailable storage raises."""
    count = 0
    for model in apps.get_models():
        for field in model._meta.local_concrete_fields:
            if not isinstance(field, FileField) or model._meta.proxy:
                continue
            rows = model._base_manager.exclude(**{field.name: ""}).order_by("pk")
            for pk, name in list(rows.values_list("pk", field.name)):
                try:
                    count += clean_stored_file(model, field, pk, name)
                except (FileNotFoundError, IsADirectoryError, SuspiciousFileOperation):
                    report(f"{model._meta.label} {pk}: {MISSING}")  # not the file name, which may be a person's name
                except ValidationError:
                    report(f"{model._meta.label} {pk}: {NOT_CLEANED}")
    return count


def clean_stored_file(model: type[Model], field: FileField, pk: Any, name: str) -> bool:
    """Replace an image's data, which keeps its URL unless it needs another suffix; return whether it is an image."""
    storage: Storage = field.storage
    with storage.open(name) as file:
        data = file.read(HEAD)
        kind = kind_of(data)
        if kind is None:
            return False
        data += file.read()
    clean, new_kind = clean_picture(data, shown=False, max_pixels=MAX_PIXELS)
    clean_name = name
    if new_kind == kind:
        with storage.open(name, "wb") as file:
            file.write(clean)
            file.truncate()
    else:
        wanted = new_name(name, new_kind)
        clean_name = storage.save(wanted, CleanFile(wanted, clean))
        storage.delete(name)
    model._base_manager.filter(pk=pk).update(**measured(model, field, clean_name, clean))
    return True


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


def strip(apps, schema_editor):
    log = logging.getLogger("pinpoint.uploads")
    count = clean_stored_files(apps, log.warning)
    if count:
        log.info("%s stored pictures were cleaned.", count)


class Migration(migrations.Migration):
    """Pictures that were stored before uploads were cleaned may tell where they were taken."""

    # Each file counts as soon as it is clean: no lock on the whole database for as long as that takes.
    atomic = False

    dependencies = [
        ("content", "0006_page_views_are_counted_here"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtailimages", "0027_image_description"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(strip, migrations.RunPython.noop)]
