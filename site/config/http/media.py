"""Uploaded files, served from any storage, so that none can run as a page of this site."""

from contextlib import suppress
from datetime import datetime
from pathlib import PurePosixPath

from django.conf import settings
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import File
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.encoding import filepath_to_uri
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since
from wagtail.documents.views import serve as document_views

IMAGES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# A changed image gets a new name, so the content at a URL never changes.
IMMUTABLE = "public, max-age=31536000, immutable"


class StorageUnavailableError(OSError):
    """The storage is down, so whether it has the file is unknown."""


class ServedHere:
    """A mixin for remote storage: its files have URLs on this site, so that visitors don't contact another host."""

    def url(self, name: str) -> str:
        return settings.MEDIA_URL + filepath_to_uri(name).lstrip("/")


# For files that a browser opens regardless: a separate origin, without scripts.
SANDBOX = "default-src 'none'; sandbox"


@require_safe
def serve_document(request: HttpRequest, document_id: str, filename: str) -> HttpResponseBase:
    """Serve a document by Wagtail's access rules. Only PDFs are shown inline; disallowed types are octet streams."""
    try:
        response: HttpResponseBase = document_views.serve(request, document_id, filename)
    except StorageUnavailableError:
        return storage_unavailable()
    if response.headers.get("Content-Type", "").startswith("text/") and isinstance(response, FileResponse):
        response.headers["Content-Type"] += "; charset=utf-8"  # browsers save it as it is, in whatever encoding
    if not response.headers.get("Content-Disposition", "inline").startswith("inline"):
        response.headers["Content-Security-Policy"] = SANDBOX
        if PurePosixPath(filename).suffix.lower().lstrip(".") not in settings.WAGTAILDOCS_EXTENSIONS:
            response.headers["Content-Type"] = "application/octet-stream"
    return response


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve an uploaded file. Images are shown inline; anything else that got uploaded is only ever downloaded.

    Not for documents: Wagtail serves them at /documents/, where it can check permissions.
    """
    try:
        file = open_file(path)
    except StorageUnavailableError:
        return storage_unavailable()
    name = PurePosixPath(path)
    kind = IMAGES.get(name.suffix.lower())
    changed = modified_at(path)
    if changed and not was_modified_since(request.headers.get("If-Modified-Since"), changed.timestamp()):
        file.close()
        return HttpResponseNotModified()
    response = FileResponse(
        file,
        content_type=kind or "application/octet-stream",
        as_attachment=kind is None,
        filename=name.name,
    )
    response.headers["Content-Security-Policy"] = SANDBOX
    response.headers["Cache-Control"] = IMMUTABLE if kind else "private, no-cache"
    if changed:
        response.headers["Last-Modified"] = http_date(changed.timestamp())
    return response


def storage_unavailable() -> HttpResponse:
    """Return a 503 that is never cached in place of the file."""
    return HttpResponse(
        "This file can’t be read right now.\n",
        content_type="text/plain; charset=utf-8",
        status=503,
        headers={"Cache-Control": "no-store", "Retry-After": "10"},
    )


def open_file(path: str) -> "File[bytes]":
    """Open the file. Raises Http404 for anything that isn't a plain media file."""
    parts = path.split("/")
    if parts[0] == "documents" or any(not part or part.startswith(".") for part in parts):
        raise Http404
    try:
        return default_storage.open(path)
    except StorageUnavailableError:
        raise
    except (SuspiciousFileOperation, ValueError, OSError) as error:
        raise Http404 from error


def modified_at(path: str) -> datetime | None:
    with suppress(NotImplementedError, OSError):
        return default_storage.get_modified_time(path)
    return None
