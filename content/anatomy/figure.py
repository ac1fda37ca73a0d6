"""The figure's one source, read once: outline and regions as SVG path data."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal

from content.anatomy.geometry import Curve, Knot, Line, centre, parse_line, path_data

View = Literal["front", "back"]
VIEWS: tuple[View, View] = ("front", "back")
SLIM = 30  # units
FINE = 0.1  # units: the outline's curves show each kink
SOURCE = Path(__file__).with_name("figure.toml")


@dataclass(frozen=True)
class Shape:
    """A region in one view: on the right-hand side of the body, or across the midline."""

    slug: str
    d: str
    sided: bool
    centre: Knot
    is_slim: bool  # hard to hit with a finger


@dataclass(frozen=True)
class Figure:
    """What there is to draw. Shapes go from head to foot."""

    width: int
    height: int
    outline: str  # of the half seen on the right, open at the midline; its mirror image completes it
    chin: str  # inside the outline, seen from the front
    shapes: Mapping[View, Mapping[str, Shape]]

    def slugs(self) -> set[str]:
        return {slug for shapes in self.shapes.values() for slug in shapes}


@cache
def load_figure() -> Figure:
    """The figure of figure.toml."""
    source = tomllib.loads(SOURCE.read_text())
    middle = source["width"] / 2
    known: dict[str, Knot] = {}
    both = parse_lines(source["both"]["lines"], known)
    half = [curve.moved(middle, 1) for curve in both["contour"].curves]
    shapes: dict[View, Mapping[str, Shape]] = {}
    for view in VIEWS:
        lines = both | parse_lines(source[view]["lines"], dict(known))
        walks = source["both"]["regions"] | source[view]["regions"]
        direction = -1 if view == "front" else 1
        drawn = [
            shape(slug, walk, lines, middle, direction, slug not in source["unsided"]) for slug, walk in walks.items()
        ]
        shapes[view] = {one.slug: one for one in sorted(drawn, key=lambda one: (one.centre.y, one.slug))}
    chin = completed(list(parse_lines(source["chin"], dict(known))["chin"].curves), middle, 1)
    return Figure(source["width"], source["height"], path_data(half, FINE, ""), path_data(chin, FINE, ""), shapes)


def parse_lines(texts: Mapping[str, str], known: dict[str, Knot]) -> dict[str, Line]:
    lines = {}
    for name, text in texts.items():
        line = parse_line(text, known)
        known |= {knot: line.knots[index] for knot, index in line.names.items()}
        lines[name] = line
    return lines


def shape(slug: str, walk: list[str], lines: Mapping[str, Line], middle: float, direction: int, sided: bool) -> Shape:
    """The region that a walk along lines encloses."""
    curves: list[Curve] = []
    for leg in walk:
        line, start, end = leg.split()
        curves += lines[line].walk(start, end)
    placed = [c.moved(middle, direction) for c in curves] if sided else completed(curves, middle, direction)
    middle_of = centre(placed)
    across = [knot.x for curve in placed for knot in curve]
    down = [knot.y for curve in placed for knot in curve]
    is_slim = min(max(across) - min(across), max(down) - min(down)) < SLIM
    return Shape(slug, path_data(placed), sided, Knot(round(middle_of.x), round(middle_of.y)), is_slim)


def completed(curves: list[Curve], middle: float, direction: int) -> list[Curve]:
    """A half and its mirror image, as one closed shape."""
    half = [curve.moved(middle, direction) for curve in curves]
    return half + [curve.moved(middle, -direction).reversed() for curve in reversed(curves)]
