"""The one stylesheet, sent inside each page: a page then needs one request before it is seen."""

import hashlib
from base64 import b64encode
from dataclasses import dataclass
from functools import cache

import rcssmin
from django.conf import settings

from content.text.color import lightened

CSS_DIR = settings.BASE_DIR / "static" / "css"


@dataclass(frozen=True)
class Stylesheet:
    """The text of the `<style>` element, and its hash for the Content-Security-Policy."""

    text: str
    csp_hash: str


def read_parts() -> str:
    parts = [CSS_DIR / "tokens.css", CSS_DIR / "base.css", *sorted((CSS_DIR / "components").glob("*.css"))]
    return "\n".join(part.read_text() for part in parts if part.exists())


@cache
def minified() -> str:
    return str(rcssmin.cssmin(read_parts()))


@cache
def built(signal_colour: str, css: str) -> Stylesheet:
    dark = lightened(signal_colour)
    text = f"{css}:root{{--signal:light-dark({signal_colour},{dark})}}"
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Stylesheet(text=text, csp_hash=f"'sha256-{digest}'")


@cache
def part(name: str) -> Stylesheet:
    """What only some pages need, such as `finder`: a file of static/css/parts."""
    text = str(rcssmin.cssmin((CSS_DIR / "parts" / f"{name}.css").read_text()))
    digest = b64encode(hashlib.sha256(text.encode()).digest()).decode()
    return Stylesheet(text=text, csp_hash=f"'sha256-{digest}'")


@cache
def drawing_style(signal_colour: str, *names: str) -> str:
    """What a drawing needs that stands alone as a picture."""
    tokens = rcssmin.cssmin((CSS_DIR / "tokens.css").read_text())
    return built(signal_colour, "".join([tokens, *(part(name).text for name in ("drawing", *names))])).text


def stylesheet(signal_colour: str) -> Stylesheet:
    """The stylesheet with the clinic's signal colour; read anew on each request while debugging."""
    return built(signal_colour, rcssmin.cssmin(read_parts()) if settings.DEBUG else minified())
