"""Uploaded files, served so that none of them can act as a page of this site."""

from pathlib import Path, PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage, default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponseNotModified
from django.http.response import HttpResponseBase
from django.utils.http import http_date
from django.views.decorators.http import require_safe
from django.views.static import was_modified_since

IMAGES = {
    ".avif": "image/avif",
    ".gif": "image/gif",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".png": "image/png",
    ".webp": "image/webp",
}
# A changed image gets a new name, so an address never changes what it shows.
FOR_EVER = "public, max-age=31536000, immutable"


@require_safe
def serve_media(request: HttpRequest, path: str) -> HttpResponseBase:
    """An uploaded file. Images are shown; whatever else somebody managed to upload is only ever downloaded.

    Documents are not here: Wagtail serves them at /documents/, where it can ask who may read them.
    """
    file = find(path)
    kind = IMAGES.get(file.suffix.lower())
    changed = file.stat().st_mtime
    if not was_modified_since(request.headers.get("If-Modified-Since"), changed):
        return HttpResponseNotModified()
    response = FileResponse(
        file.open("rb"),
        content_type=kind or "application/octet-stream",
        as_attachment=kind is None,
        filename=file.name,
    )
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response.headers["Last-Modified"] = http_date(changed)
    response.headers["Cache-Control"] = FOR_EVER if kind else "private, no-cache"
    return response


def find(path: str) -> Path:
    """The file on this disk. Raises Http404 for anything that is not a plain file of the media folder."""
    parts = PurePosixPath(path).parts
    if not isinstance(default_storage, FileSystemStorage) or not parts or parts[0] == "documents":
        raise Http404
    if any(part.startswith(".") for part in parts):
        raise Http404
    try:
        file = Path(default_storage.path(path))
        if file.is_file():
            return file
    except (SuspiciousFileOperation, ValueError, OSError):
        pass
    raise Http404
