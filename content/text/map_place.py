"""Map locations: coordinates in common notations, and in the links that map apps share."""

import re
from typing import NamedTuple
from urllib.parse import unquote

NUMBER = r"[-+]?\d{1,3}(?:\.\d+)?"
PART = r"(\d{1,2}(?:\.\d+)?)\s*"
DEGREES = rf"({NUMBER})\s*°?\s*(?:{PART}['′’]\s*)?(?:{PART}[\"″”]\s*)?"
TYPED = re.compile(rf"(?:geo:)?\(?\s*{DEGREES}([NS])?\s*[,;\s]\s*{DEGREES}([EW])?\s*\)?", re.IGNORECASE)
EXACT = r"([-+]?\d{1,3}\.\d+)"
# Patterns for the location itself come before those for the map's viewport.
IN_LINKS = [
    re.compile(pattern)
    for pattern in (
        rf"!3d{EXACT}!4d{EXACT}",
        rf"[?&]mlat={EXACT}&mlon={EXACT}",
        rf"[?&](?:q|query|ll|sll|daddr|destination|coordinate|center|cp)=(?:loc:)?{EXACT}[,~]\s*{EXACT}",
        rf"/@{EXACT},{EXACT}",
        rf"#map=\d+/{EXACT}/{EXACT}",
    )
]


class Position(NamedTuple):
    """A position in degrees; south and west are negative."""

    latitude: float
    longitude: float

    @property
    def is_on_earth(self) -> bool:
        return abs(self.latitude) <= 90 and abs(self.longitude) <= 180

    @property
    def link(self) -> str:
        return f"https://www.openstreetmap.org/?mlat={self.latitude}&mlon={self.longitude}"


def typed_position(text: str) -> Position | None:
    """Return the coordinates if they are the entire text; else None."""
    found = TYPED.fullmatch(text.replace("−", "-").strip())
    return Position(degrees(*found.groups()[:4]), degrees(*found.groups()[4:])) if found else None


def degrees(whole: str, minutes: str | None, seconds: str | None, direction: str | None) -> float:
    size = abs(float(whole)) + float(minutes or 0) / 60 + float(seconds or 0) / 3600
    is_below = whole.startswith("-") or (direction or "").upper() in ("S", "W")
    return round(-size if is_below else size, 6)


def linked_position(url: str) -> Position | None:
    """Return a map link's position; None if the link doesn't contain it, as short links don't."""
    for pattern in IN_LINKS:
        if found := pattern.search(unquote(url)):
            position = Position(float(found[1]), float(found[2]))
            return position if position.is_on_earth else None
    return None
