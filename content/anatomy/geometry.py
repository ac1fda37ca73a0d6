"""Smooth lines through knots, and the closed shapes that they bound."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import dist, sqrt
from typing import NamedTuple

SAMPLES = 12  # per curve


class Knot(NamedTuple):
    """A point on the drawing: distance from the midline (or x), and y."""

    x: float
    y: float


class Curve(NamedTuple):
    """A cubic Bézier curve from `start` to `end`."""

    start: Knot
    first: Knot
    second: Knot
    end: Knot

    def reversed(self) -> "Curve":
        return Curve(self.end, self.second, self.first, self.start)

    def moved(self, origin: float, direction: int) -> "Curve":
        """Return the curve at `origin` + `direction` × distance, from the drawn half to a side of the figure."""
        return Curve(*(Knot(origin + direction * knot.x, knot.y) for knot in self))

    def at(self, t: float) -> Knot:
        a, b, c, d = (1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t * t * (1 - t), t**3
        return Knot(
            a * self.start.x + b * self.first.x + c * self.second.x + d * self.end.x,
            a * self.start.y + b * self.first.y + c * self.second.y + d * self.end.y,
        )


class Box(NamedTuple):
    """A rectangle on the drawing."""

    left: float
    top: float
    right: float
    bottom: float

    @classmethod
    def around(cls, knots: Iterable[Knot]) -> "Box":
        across, down = zip(*knots, strict=True)
        return cls(min(across), min(down), max(across), max(down))

    @property
    def area(self) -> float:
        return (self.right - self.left) * (self.bottom - self.top)

    def holds(self, x: float, y: float) -> bool:
        return self.left <= x <= self.right and self.top <= y <= self.bottom

    def meets(self, other: "Box") -> bool:
        return (
            self.left < other.right and other.left < self.right and self.top < other.bottom and other.top < self.bottom
        )


@dataclass(frozen=True)
class Line:
    """A curve through knots, some of which are named or corners."""

    knots: tuple[Knot, ...]
    names: Mapping[str, int]
    curves: tuple[Curve, ...]

    def walk(self, start: str, end: str) -> list[Curve]:
        """Return the curves from one named knot to another, in that direction."""
        first, last = self.names[start], self.names[end]
        if first <= last:
            return list(self.curves[first:last])
        return [curve.reversed() for curve in reversed(self.curves[last:first])]


def parse_line(text: str, known: Mapping[str, Knot]) -> Line:
    """Parse `name x y !, x y, name`: knots with or without a name, or a known one by name alone."""
    knots: list[Knot] = []
    names: dict[str, int] = {}
    corners = {0}
    for item in text.replace("\n", " ").split(","):
        words = item.split()
        if words[-1] == "!":
            corners.add(len(knots))
            words.pop()
        if words[0][0].isalpha():
            names[words[0]] = len(knots)
            words = words[1:] or [str(value) for value in known[words[0]]]
        knots.append(Knot(float(words[0]), float(words[1])))
    corners.add(len(knots) - 1)
    breaks = sorted(corners)
    curves: list[Curve] = []
    for start, end in pairwise(breaks):
        curves += smooth(knots[start : end + 1])
    return Line(tuple(knots), names, tuple(curves))


def smooth(knots: Sequence[Knot]) -> list[Curve]:
    """Return the cubic spline through the knots: its curvature is continuous, so a limb looks like one stroke."""
    spans = [sqrt(dist(a, b)) for a, b in pairwise(knots)]
    # An end on the midline crosses it horizontally, so that its mirror image continues smoothly.
    level = (knots[0].x == 0, knots[-1].x == 0)
    slopes_x = slopes([knot.x for knot in knots], spans, (False, False))
    slopes_y = slopes([knot.y for knot in knots], spans, level)
    curves = []
    for index, (start, end) in enumerate(pairwise(knots)):
        third = spans[index] / 3
        first = Knot(start.x + slopes_x[index] * third, start.y + slopes_y[index] * third)
        second = Knot(end.x - slopes_x[index + 1] * third, end.y - slopes_y[index + 1] * third)
        curves.append(Curve(start, first, second, end))
    return curves


def slopes(values: Sequence[float], spans: Sequence[float], level: tuple[bool, bool]) -> list[float]:
    """Return the spline's slope at each knot: zero or free at the ends, with continuous curvature elsewhere."""
    last = len(values) - 1
    rows: list[tuple[float, float, float, float]] = []
    for i in range(len(values)):
        before = 1 / spans[i - 1] if i else 0.0
        after = 1 / spans[i] if i < last else 0.0
        rise = sum(3 * (values[j + 1] - values[j]) / spans[j] ** 2 for j in (i - 1, i) if 0 <= j < last)
        flat = (i == 0 and level[0]) or (i == last and level[1])
        rows.append((0, 1, 0, 0) if flat else (before, 2 * (before + after), after, rise))
    # The system is tridiagonal: forward elimination, then back substitution.
    upper, right = [0.0] * len(rows), [0.0] * len(rows)
    for i, (low, middle, high, value) in enumerate(rows):
        pivot = middle - low * (upper[i - 1] if i else 0)
        upper[i] = high / pivot
        right[i] = (value - low * (right[i - 1] if i else 0)) / pivot
    for i in reversed(range(last)):
        right[i] -= upper[i] * right[i + 1]
    return right


def is_straight(curve: Curve) -> bool:
    """Return whether the handles are on the chord."""
    (x0, y0), (x1, y1) = curve.start, curve.end
    length = dist(curve.start, curve.end) or 1
    return all(abs((x1 - x0) * (y0 - k.y) - (x0 - k.x) * (y1 - y0)) / length < 0.05 for k in curve[1:3])


def sampled(curves: Iterable[Curve]) -> list[Knot]:
    """Return points along curves, close enough together for measuring."""
    curves = list(curves)
    return [curves[0].start, *(curve.at(step / SAMPLES) for curve in curves for step in range(1, SAMPLES + 1))]


def along(knots: Sequence[Knot], t: float) -> Knot:
    """Return the point at the share `t` of the line's length."""
    left = t * sum(dist(a, b) for a, b in pairwise(knots))
    for a, b in pairwise(knots):
        length = dist(a, b)
        if left <= length and length:
            return between(a, b, left / length)
        left -= length
    return knots[-1]


def between(a: Knot, b: Knot, share: float) -> Knot:
    return Knot(a.x + (b.x - a.x) * share, a.y + (b.y - a.y) * share)


def is_inside(edge: Sequence[Knot], x: float, y: float) -> bool:
    """Return whether the point is inside the edge: whether a ray from it crosses the edge an odd number of times."""
    crossings = 0
    for a, b in pairwise([*edge, edge[0]]):
        if (a.y > y) != (b.y > y) and x < a.x + (y - a.y) * (b.x - a.x) / (b.y - a.y):
            crossings += 1
    return crossings % 2 == 1


def path_data(curves: Iterable[Curve], step: float = 0.5, end: str = "z") -> str:
    """Return the shortest `d` of an SVG path: relative, rounded to `step`, and closed unless `end` is empty."""
    x = y = 0.0
    parts: list[str] = []
    letter = ""
    for index, curve in enumerate(curves):
        if index == 0:
            x, y = snapped(curve.start, step)
            parts.append("M" + numbers([x, y]))
        points = [curve.end] if is_straight(curve) else curve[1:]
        values = [v for point in points for v in (snapped(point, step)[0] - x, snapped(point, step)[1] - y)]
        kind = "l" if len(points) == 1 else "c"
        text = numbers(values)
        parts.append(text if kind == letter and text.startswith("-") else (kind if kind != letter else " ") + text)
        letter = kind
        x, y = snapped(curve.end, step)
    return "".join(parts) + end


def snapped(knot: Knot, step: float) -> tuple[float, float]:
    return round(knot.x / step) * step, round(knot.y / step) * step


def numbers(values: Iterable[float]) -> str:
    """Format numbers compactly for SVG: no redundant zeros, signs as separators."""
    text = ""
    for value in values:
        short = f"{value:.2f}".rstrip("0").rstrip(".").replace("0.", ".", 1) if abs(value) < 1 else f"{value:.5g}"
        short = "0" if short in {"", "-", "-0", "."} else short
        text += short if not text or short.startswith("-") else f" {short}"
    return text


def center(curves: Sequence[Curve]) -> Knot:
    """Return the centroid of the area that the curves enclose."""
    points = sampled(curves)
    area = x = y = 0.0
    for a, b in zip(points, [*points[1:], points[0]], strict=True):
        cross = a.x * b.y - b.x * a.y
        area, x, y = area + cross, x + (a.x + b.x) * cross, y + (a.y + b.y) * cross
    return Knot(x / (3 * area), y / (3 * area))
