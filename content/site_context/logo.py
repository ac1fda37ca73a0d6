"""The clinic's own logo and icon, if any."""

import logging
from io import BytesIO
from typing import Any

from PIL import Image

from content.caching.version import per_version
from content.models import ClinicSettings

SIZE = "max-560x96|format-png"  # twice the size in the header; every email client supports PNG
ICON_SIZE = "max-512x512|format-png"  # the largest size that any device requests
WIDEST_EMBLEM = 1.5  # aspect ratio: a wider logo contains the clinic's name, which is unreadable as an icon
logger = logging.getLogger("pinpoint.logo")


def logo_of(clinic: ClinicSettings) -> Any:
    """Return the logo's rendition for pages; None if its file is missing or damaged."""
    return in_size(clinic.logo, SIZE)


def icon_of(clinic: ClinicSettings) -> Any:
    """Return the source of all icon sizes: the clinic's own icon, or a roughly square logo."""
    own = in_size(clinic.icon, ICON_SIZE)
    return own or (in_size(clinic.logo, ICON_SIZE) if is_emblem(clinic.logo) else None)


def in_size(picture: Any, size: str) -> Any:
    try:
        return picture.get_rendition(size) if picture else None
    except Exception as error:  # pages must work whatever the storage raises
        logger.warning("The logo or icon can't be read: %s", type(error).__name__)
        return None


def is_emblem(logo: Any) -> bool:
    return logo is not None and logo.width <= WIDEST_EMBLEM * logo.height


def png_of(picture: Any) -> bytes:
    """Return a logo's or icon's bytes, read once per content version; empty if there is none or it can't be read."""

    def read() -> bytes:
        with picture.file.open("rb") as file:
            png = bytes(file.read())
        Image.open(BytesIO(png)).verify()
        return png

    try:
        return per_version(f"logo-{picture.pk}", read) if picture else b""
    except Exception as error:  # emails must go out whatever the storage raises
        if isinstance(error, TimeoutError):  # the worker's own time limit
            raise
        logger.warning("The logo or icon can't be read: %s", type(error).__name__)
        return b""
