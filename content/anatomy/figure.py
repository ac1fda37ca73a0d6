"""The figure, read once from its only source: outline and regions as SVG path data."""

import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Literal, NamedTuple

from content.anatomy.geometry import Box, Curve, Knot, Line, center, parse_line, path_data, sampled

View = Literal["front", "back", "side"]
VIEWS: tuple[View, View] = ("front", "back")  # of the whole body; the side view is only used in crops
MIDDLE = 100  # units: the midline; in the side view, the plumb line through ear and hip
DIRECTIONS: dict[View, int] = {"front": -1, "back": 1, "side": 1}  # where the right-hand half of the body is
Side = Literal["left", "right"]
SLIM = 30  # units
FINE = 0.1  # units, for the outline, whose curves show every kink
SOURCE = Path(__file__).with_name("figure.toml")


@dataclass(frozen=True)
class Shape:
    """A region in one view: on the right-hand side of the body, or across the midline."""

    slug: str
    d: str
    sided: bool
    center: Knot
    box: Box
    edge: tuple[Knot, ...]
    is_slim: bool  # hard to hit with a finger


class Point(NamedTuple):
    """A point where pain may start, as drawn on the right-hand side of the body; `side`: where it is shown."""

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
    """Everything there is to draw. Shapes are ordered from head to foot."""

    width: int
    height: int
    outline: str  # of the half on the viewer's right, open at the midline; its mirror image completes it
    trunk: str  # the same below the armpits and without the arm, closed at the midline
    chin: str  # inside the outline, seen from the front
    side: str  # the outline seen from the right, closed
    side_edge: tuple[Knot, ...]  # knots along it, since regions in that view extend past it
    side_lines: Mapping[str, str]  # inside it: ear, jaw, armfront, armback
    shapes: Mapping[View, Mapping[str, Shape]]
    best_from_side: frozenset[str]  # regions

    def is_sided(self, slug: str) -> bool:
        """Return whether the region is drawn with a left and a right side."""
        return any(slug in shapes and shapes[slug].sided for shapes in self.shapes.values())

    def slugs(self) -> set[str]:
        return {slug for shapes in self.shapes.values() for slug in shapes}


def not_drawn(slug: str, taken: Iterable[str]) -> str:
    """Explain that a region can't have this slug, and which drawn places have no region yet."""
    free = sorted(load_figure().slugs() - set(taken))
    others = f" Drawn but without a page yet: {', '.join(free)}." if free else " Every drawn place has its page."
    if not slug:
        return f"Enter the name of a place on the figure.{others}"
    return f"The figure has no place called “{slug}”, so visitors could not point to it.{others}"


def point_problems(view: str, x: float | None, y: float | None) -> dict[str, str]:
    """Validate a point on the right-hand side of the body; return errors by field."""
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
    """Load the figure from figure.toml."""
    source = tomllib.loads(SOURCE.read_text())
    known: dict[str, Knot] = {}
    both = parse_lines(source["both"]["lines"], known)
    shapes: dict[View, Mapping[str, Shape]] = {}
    for view in VIEWS:
        lines = both | parse_lines(source[view]["lines"], dict(known))
        walks = source["both"]["regions"] | source[view]["regions"]
        shapes[view] = from_head_to_foot(
            shape(slug, trace(walk, lines), view, slug not in source["unsided"]) for slug, walk in walks.items()
        )
    shapes["side"] = from_head_to_foot(
        shape(slug, closed(text), "side", True) for slug, text in source["side"]["regions"].items()
    )
    side_lines = parse_lines(source["side"]["lines"], {})
    sides = {name: figure_path(line.curves) for name, line in side_lines.items()}
    contour = both["contour"]
    trunk = contour.walk("armpit", "crotch")
    top = Knot(0, trunk[0].start.y)
    return Figure(
        width=source["width"],
        height=source["height"],
        outline=figure_path(contour.curves),
        trunk=figure_path([Curve(top, top, trunk[0].start, trunk[0].start), *trunk]),
        chin=path_data(with_mirror_image(parse_lines(source["chin"], known)["chin"].curves, MIDDLE, 1), FINE, ""),
        side=sides.pop("contour") + "z",
        side_edge=tuple(sampled(curve.moved(MIDDLE, 1) for curve in side_lines["contour"].curves)),
        side_lines=sides,
        shapes=shapes,
        best_from_side=frozenset(source["best_from_side"]),
    )


def figure_path(curves: Iterable[Curve]) -> str:
    return path_data((curve.moved(MIDDLE, 1) for curve in curves), FINE, "")


def from_head_to_foot(shapes: Iterable[Shape]) -> dict[str, Shape]:
    return {one.slug: one for one in sorted(shapes, key=lambda one: (one.center.y, one.slug))}


def parse_lines(texts: Mapping[str, str], known: dict[str, Knot]) -> dict[str, Line]:
    lines = {}
    for name, text in texts.items():
        line = parse_line(text, known)
        known |= {knot: line.knots[index] for knot, index in line.names.items()}
        lines[name] = line
    return lines


def trace(walk: list[str], lines: Mapping[str, Line]) -> list[Curve]:
    """Return the curves of a walk along lines, from knot to knot."""
    curves: list[Curve] = []
    for leg in walk:
        line, start, end = leg.split()
        curves += lines[line].walk(start, end)
    return curves


def closed(text: str) -> list[Curve]:
    """Parse a closed line."""
    return list(parse_line(f"{text}, {text.split(',')[0]}", {}).curves)


def shape(slug: str, curves: list[Curve], view: View, sided: bool) -> Shape:
    """Return the region that curves of the right-hand half enclose."""
    direction = DIRECTIONS[view]
    placed = [c.moved(MIDDLE, direction) for c in curves] if sided else with_mirror_image(curves, MIDDLE, direction)
    middle_of = center(placed)
    box = Box.around(knot for curve in placed for knot in curve)
    is_slim = min(box.right - box.left, box.bottom - box.top) < SLIM
    return Shape(
        slug,
        path_data(placed),
        sided,
        Knot(round(middle_of.x), round(middle_of.y)),
        box,
        tuple(sampled(placed)),
        is_slim,
    )


def with_mirror_image(curves: Sequence[Curve], middle: float, direction: int) -> list[Curve]:
    """Join a half and its mirror image into one closed shape."""
    half = [curve.moved(middle, direction) for curve in curves]
    return half + [curve.moved(middle, -direction).reversed() for curve in reversed(curves)]
