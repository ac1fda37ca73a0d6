"""The stylesheet, sent inside each page, so that one request is enough to show it."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import rcssmin
from django.conf import settings

from content.text.color import lightened

CSS_DIR = settings.STATICFILES_DIRS[0] / "css"


@dataclass(frozen=True)
class Stylesheet:
    """The text of a `<style>` element, and its hash for the Content-Security-Policy."""

    text: str
    csp_hash: str


def csp_hash(style: str) -> str:
    return f"'sha256-{b64encode(hashlib.sha256(style.encode()).digest()).decode()}'"


def common_files() -> list[Path]:
    return [CSS_DIR / "tokens.css", CSS_DIR / "base.css", *sorted((CSS_DIR / "components").glob("*.css"))]


@cache
def read(*files: Path) -> str:
    return str(rcssmin.cssmin("\n".join(file.read_text() for file in files)))


def part(name: str) -> Stylesheet:
    """What only some pages need, such as `finder`: a file of static/css/parts."""
    text = read(CSS_DIR / "parts" / f"{name}.css")
    return Stylesheet(text, csp_hash(text))


@cache
def with_colour(css: str, signal_colour: str) -> Stylesheet:
    text = f"{css}:root{{--signal:light-dark({signal_colour},{lightened(signal_colour)})}}"
    return Stylesheet(text, csp_hash(text))


def stylesheet(signal_colour: str) -> Stylesheet:
    """The stylesheet with the clinic's signal colour; read anew on each request while debugging."""
    if settings.DEBUG:
        read.cache_clear()
    return with_colour(read(*common_files()), signal_colour)
