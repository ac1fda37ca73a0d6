"""Drawings as standalone files: their URLs and short descriptions."""

import hashlib
from functools import cache
from pathlib import Path

from content.anatomy.doing import load_doing
from content.anatomy.figure import View
from content.anatomy.marks import SEEN_FROM
from content.anatomy.region_scenes import region_scene
from content.anatomy.scenes import CARD, PLATE, Subject, view_of
from content.text.cards import Picture

FOLDER = Path(__file__).parent
LARGE = ("plates", "places", "aches")  # shown at the top of a page
STYLES = FOLDER.parents[1] / "static" / "css" / "parts"
TOKENS = STYLES.parent / "tokens.css"


@cache
def design() -> str:
    """Return a digest of the drawings' sources, so that a changed drawing gets a new URL."""
    files = [*sorted(FOLDER.glob("*.toml")), *sorted(FOLDER.glob("*.py")), *sorted(STYLES.glob("*.css")), TOKENS]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def picture_path(picture: Picture, color: str) -> str:
    """Return the drawing's URL, with the clinic's color; its version covers everything else that it shows."""
    version = hashlib.sha256(f"{design()}{picture.title}{picture.stamp}".encode()).hexdigest()[:10]
    return f"/drawings/{color.removeprefix('#')}/{picture.kind}/{picture.slug}.{version}.svg"


def doing_picture(name: str) -> Picture:
    """Return a drawing of doing.toml."""
    return Picture("doing", name, load_doing()[name].title, "")


def picture_words(picture: Picture) -> str:
    """Describe what it shows; the text beside a muscle or region says the rest."""
    if picture.words or picture.kind == "doing":
        return picture.words or load_doing()[picture.slug].words
    if picture.kind == "conditions":
        return f"{picture.title}, drawn"
    return f"{picture.title}, {SEEN_FROM[shown_from(picture.kind, picture.slug)]}"


def picture_height(picture: Picture) -> int:
    """Return its height at a width of 400."""
    if picture.kind == "doing":
        return load_doing()[picture.slug].height
    return round(400 / (PLATE if picture.kind in LARGE else CARD))


@cache
def shown_from(kind: str, slug: str) -> View:
    if kind != "regions":
        return view_of(Subject(slug, "", (), {}))
    return region_scene(slug, (), CARD).view
