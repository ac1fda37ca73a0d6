"""Drawings as files of their own: their addresses, and what they show in a few words."""

import hashlib
from functools import cache
from pathlib import Path

from content.anatomy.figure import View
from content.anatomy.marks import SEEN_FROM
from content.anatomy.region_scenes import region_scene
from content.anatomy.scenes import CARD, Subject, view_of
from content.text.cards import Picture

FOLDER = Path(__file__).parent
STYLE = FOLDER.parents[1] / "static" / "css" / "parts" / "drawing.css"


@cache
def design() -> str:
    """Changes with everything that is drawn, so that a new drawing gets a new address."""
    files = [*sorted(FOLDER.glob("*.toml")), *sorted(FOLDER.glob("*.py")), STYLE]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def picture_path(picture: Picture, color: str) -> str:
    """Where the drawing is found, in the clinic's color; whatever else it shows is in its version."""
    version = hashlib.sha256(f"{design()}{picture.title}{picture.stamp}".encode()).hexdigest()[:10]
    return f"/drawings/{color.removeprefix('#')}/{picture.kind}/{picture.slug}.{version}.svg"


def picture_words(picture: Picture) -> str:
    """The text beside which the drawing stands says the rest."""
    return f"{picture.title}, {SEEN_FROM[shown_from(picture.kind, picture.slug)]}"


@cache
def shown_from(kind: str, slug: str) -> View:
    if kind != "regions":
        return view_of(Subject(slug, "", (), {}))
    return region_scene(slug, (), CARD).view
