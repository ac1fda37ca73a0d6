"""The stylesheet, inlined into each page, so that one request is enough to render it.

A page gets tokens.css, base.css, all of css/components, the files of css/blocks for its blocks, and those of css/parts
that its template requests.
"""

import hashlib
from base64 import b64encode
from collections.abc import Collection
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


def page_stylesheet(
    signal_color: str, block_types: Collection[str], parts: Collection[str], unused: Collection[str] = ()
) -> Stylesheet:
    """Return a page's stylesheet. `unused`: the components that the page doesn't have."""
    blocks = [file for file in css_files("blocks") if file.stem in block_types]
    common = [file for file in common_files() if file.stem not in unused]
    return inline_stylesheet((*common, *blocks, *(part_file(name) for name in parts)), signal_color)


def part(name: str) -> Stylesheet:
    """Return a file of css/parts that a template adds on its own, such as `finder`."""
    return inline_stylesheet((part_file(name),))


def part_file(name: str) -> Path:
    return CSS_DIR / "parts" / f"{name}.css"


def common_files() -> list[Path]:
    return [CSS_DIR / "tokens.css", CSS_DIR / "base.css", *css_files("components")]


@cache
def css_files(folder: str) -> list[Path]:
    return sorted((CSS_DIR / folder).glob("*.css"))


def inline_stylesheet(files: tuple[Path, ...], signal_color: str = "") -> Stylesheet:
    if settings.DEBUG:
        build.cache_clear()  # so that changes show on reload
    return build(files, signal_color)


@cache
def build(files: tuple[Path, ...], signal_color: str) -> Stylesheet:
    text = str(rcssmin.cssmin("\n".join(file.read_text() for file in files)))
    if signal_color:
        text += f":root{{--signal:light-dark({signal_color},{lightened(signal_color)})}}"
    return Stylesheet(text, csp_hash(text))


def drawing_style(signal_color: str, *names: str) -> str:
    """Return the stylesheet for a standalone drawing."""
    files = (CSS_DIR / "tokens.css", part_file("drawing"), *(part_file(name) for name in names))
    return inline_stylesheet(files, signal_color).text
