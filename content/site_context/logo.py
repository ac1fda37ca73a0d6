"""The clinic's own logo, where it has one."""

import logging
from io import BytesIO
from typing import Any

from PIL import Image

from content.caching.version import per_version
from content.models import ClinicSettings

SIZE = "max-560x96|format-png"  # twice as large as the header shows it; every mail program shows PNG
WIDEST_EMBLEM = 1.5  # width to height: what is wider has the clinic's name in it, and is unreadable as an icon
logger = logging.getLogger("pinpoint.logo")


def logo_of(clinic: ClinicSettings) -> Any:
    """The logo in the size that pages show; none where its file is lost or damaged."""
    try:
        return clinic.logo.get_rendition(SIZE) if clinic.logo else None
    except Exception as error:  # whatever the storage raises, pages are shown
        logger.warning("The logo can't be read: %s", type(error).__name__)
        return None


def is_emblem(logo: Any) -> bool:
    return logo is not None and logo.width <= WIDEST_EMBLEM * logo.height


def logo_png(logo: Any) -> bytes:
    """The logo's bytes, read once per content version; empty without one, or while it can't be read."""

    def read() -> bytes:
        with logo.file.open("rb") as file:
            png = bytes(file.read())
        Image.open(BytesIO(png)).verify()
        return png

    try:
        return per_version(f"logo-{logo.pk}", read) if logo else b""
    except Exception as error:  # whatever the storage raises, mails go out
        if isinstance(error, TimeoutError):  # the worker's own limit
            raise
        logger.warning("The logo can't be read: %s", type(error).__name__)
        return b""
