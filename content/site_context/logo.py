"""The clinic's own logo and icon, where it has them."""

import logging
from io import BytesIO
from typing import Any

from PIL import Image

from content.caching.version import per_version
from content.models import ClinicSettings

SIZE = "max-560x96|format-png"  # twice as large as the header shows it; every mail program shows PNG
ICON_SIZE = "max-512x512|format-png"  # as large as any device asks for
WIDEST_EMBLEM = 1.5  # width to height: what is wider has the clinic's name in it, and is unreadable as an icon
logger = logging.getLogger("pinpoint.logo")


def logo_of(clinic: ClinicSettings) -> Any:
    """The logo in the size that pages show; none where its file is lost or damaged."""
    return in_size(clinic.logo, SIZE)


def icon_of(clinic: ClinicSettings) -> Any:
    """What icons of all sizes are made from: the clinic's own, or a logo that is roughly square."""
    own = in_size(clinic.icon, ICON_SIZE)
    return own or (in_size(clinic.logo, ICON_SIZE) if is_emblem(clinic.logo) else None)


def in_size(picture: Any, size: str) -> Any:
    try:
        return picture.get_rendition(size) if picture else None
    except Exception as error:  # whatever the storage raises, pages are shown
        logger.warning("The logo or icon can't be read: %s", type(error).__name__)
        return None


def is_emblem(logo: Any) -> bool:
    return logo is not None and logo.width <= WIDEST_EMBLEM * logo.height


def png_of(picture: Any) -> bytes:
    """The bytes of a logo or icon, read once per content version; empty without one, or while it can't be read."""

    def read() -> bytes:
        with picture.file.open("rb") as file:
            png = bytes(file.read())
        Image.open(BytesIO(png)).verify()
        return png

    try:
        return per_version(f"logo-{picture.pk}", read) if picture else b""
    except Exception as error:  # whatever the storage raises, mails go out
        if isinstance(error, TimeoutError):  # the worker's own limit
            raise
        logger.warning("The logo or icon can't be read: %s", type(error).__name__)
        return b""
