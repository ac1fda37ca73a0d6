"""The figure's one source, read once: outline and regions as SVG path data."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from content.anatomy.geometry import Curve, Knot, Line, centre, parse_line, path_data

View = Literal["front", "back"]
VIEWS: tuple[View, View] = ("front", "back")
Side = Literal["left", "right"]
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


class Point(NamedTuple):
    """Where it may start, as drawn on the right-hand side of the body; `side`: its own, else that of the figure."""

    view: View
    x: float
    y: float
    side: Side | None = None


class Place(NamedTuple):
    """A region on one side, or across the midline (no side)."""

    shape: Shape
    side: Side | None

    @property
    def key(self) -> str:
        return f"{self.shape.slug}:{self.side}" if self.side else self.shape.slug


@dataclass(frozen=True)
class Figure:
    """What there is to draw. Shapes go from head to foot."""

    width: int
    height: int
    outline: str  # of the half seen on the right, open at the midline; its mirror image completes it
    chin: str  # inside the outline, seen from the front
    shapes: Mapping[View, Mapping[str, Shape]]

    def is_sided(self, slug: str) -> bool:
        """Whether the region is drawn with a left and a right."""
        return any(slug in shapes and shapes[slug].sided for shapes in self.shapes.values())

    def slugs(self) -> set[str]:
        return {slug for shapes in self.shapes.values() for slug in shapes}


def not_drawn(slug: str, taken: Iterable[str]) -> str:
    """Why a region can't have this slug, and which drawn places have no region yet."""
    free = sorted(load_figure().slugs() - set(taken))
    others = f" Drawn, and without a page yet: {', '.join(free)}." if free else " Every drawn place has its page."
    return f"The figure draws no place called “{slug}”, so visitors could not point to it.{others}"


def point_problems(view: str, x: float | None, y: float | None) -> dict[str, str]:
    """What is wrong with a point on the right-hand side of the body, by field; none is fine."""
    if x is None and y is None:
        return {}
    if x is None or y is None:
        return {"point_y" if y is None else "point_x": "Give both numbers, or neither."}
    figure = load_figure()
    middle = figure.width / 2
    low, high = (0, middle) if view == "front" else (middle, figure.width)
    wrong = {}
    if not low <= x <= high:
        wrong["point_x"] = f"The right-hand side of the body lies between {low:g} and {high:g} in this view."
    if not 0 <= y <= figure.height:
        wrong["point_y"] = f"The figure ends at {figure.height}."
    return wrong


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
