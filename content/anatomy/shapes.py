"""The muscles and bones of muscles.toml and bones.toml, read once: outlines, fibers and trigger points."""

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import dist
from pathlib import Path
from typing import Any, NamedTuple

from content.anatomy.figure import DIRECTIONS, FINE, MIDDLE, View, with_mirror_image
from content.anatomy.geometry import Box, Curve, Knot, along, between, is_inside, parse_line, path_data, sampled, smooth

FOLDER = Path(__file__).parent
FIBER_GAP = 2.6  # units between two fibers
MOST_FIBERS = 10  # per part: a sketch, not hatching
HINT = 0.25  # units, for bones, which are only hinted at and numerous
FIBER_KNOTS = (0.0, 0.35, 0.7, 1.0)


class Part(NamedTuple):
    """One head or belly of a muscle: its outline and fibers."""

    d: str
    fibers: str
    edge: tuple[Knot, ...]


@dataclass(frozen=True, eq=False)  # each is read once, so it is equal only to itself, and quick to hash
class MuscleShape:
    """A muscle in one view, on the right-hand side of the body."""

    slug: str
    view: View
    parts: tuple[Part, ...]
    tendon: str
    point: Knot
    under: tuple[str, ...]  # muscles or bones that cover it
    hidden: tuple[str, ...]  # regions in which it is felt on the side turned away
    box: Box

    def covers(self, x: float, y: float) -> bool:
        """Return whether a point is on the muscle."""
        return self.box.holds(x, y) and any(is_inside(part.edge, x, y) for part in self.parts)


@dataclass(frozen=True)
class DrawnMuscle:
    """A muscle in all views in which it is drawn, the best one first."""

    part: str  # the body part
    origin: str
    insertion: str
    views: Mapping[View, MuscleShape]


class Bone(NamedTuple):
    """A bone, only hinted at; `is_stroke`: a line without a fill."""

    d: str
    box: Box
    is_stroke: bool
    is_middle: bool  # complete, whereas the others have a mirror image


@cache
def load_muscles() -> dict[str, DrawnMuscle]:
    """Load the muscles of muscles.toml by slug, from head to foot."""
    source = tomllib.loads((FOLDER / "muscles.toml").read_text())
    return {
        slug: DrawnMuscle(
            entry["part"],
            entry["origin"],
            entry["insertion"],
            {view: read_shape(slug, view, entry[view]) for view in entry if view in DIRECTIONS},
        )
        for slug, entry in source.items()
    }


def shape_of(slug: str, view: View) -> MuscleShape | None:
    """Return the muscle as drawn in a view; None if staff added it, or if the view doesn't show it."""
    muscle = load_muscles().get(slug)
    return muscle.views.get(view) if muscle else None


def read_shape(slug: str, view: View, entry: Mapping[str, Any]) -> MuscleShape:
    parts = tuple(read_part([strand(text, view) for text in part]) for part in entry["parts"])
    tendon = "".join(
        path_data(outline_of([strand(text, view) for text in part]), FINE) for part in entry.get("tendon", [])
    )
    x, y = (float(number) for number in entry["point"].split())
    return MuscleShape(
        slug,
        view,
        parts,
        tendon,
        Knot(MIDDLE + DIRECTIONS[view] * x, y),
        tuple(entry.get("under", ())),
        tuple(entry.get("hidden", ())),
        Box.around(knot for part in parts for knot in part.edge),
    )


def strand(text: str, view: View) -> list[Curve]:
    return [curve.moved(MIDDLE, DIRECTIONS[view]) for curve in parse_line(text, {}).curves]


def read_part(strands: Sequence[Sequence[Curve]]) -> Part:
    outline = outline_of(strands)
    fibers = "".join(path_data(fiber, FINE, "") for fiber in fibers_of([sampled(curves) for curves in strands]))
    return Part(path_data(outline, FINE), fibers, tuple(sampled(outline)))


def outline_of(strands: Sequence[Sequence[Curve]]) -> list[Curve]:
    """Trace down the first strand, along all insertions, up the last strand, and back along all origins."""
    ends = bridged([curves[-1].end for curves in strands])
    starts = bridged([curves[0].start for curves in reversed(strands)])
    return [*strands[0], *ends, *(curve.reversed() for curve in reversed(strands[-1])), *starts]


def bridged(knots: Sequence[Knot]) -> list[Curve]:
    """Return a smooth line through knots; coincident ones count once."""
    apart = [knots[0], *(b for a, b in pairwise(knots) if dist(a, b) > FINE)]
    return smooth(apart) if len(apart) > 1 else []


def fibers_of(strands: Sequence[Sequence[Knot]]) -> Iterator[list[Curve]]:
    """Yield lines between the strands, each a little shorter than the strands, like pencil strokes."""
    gaps = [sum(dist(along(a, t), along(b, t)) for t in (0.2, 0.5, 0.8)) / 3 for a, b in pairwise(strands)]
    spacing = max(FIBER_GAP, sum(gaps) / MOST_FIBERS)
    count = 0
    for (a, b), gap in zip(pairwise(strands), gaps, strict=True):
        lines = max(1, round(gap / spacing))
        for step in range(lines):
            share = (step + 0.5) / lines
            start, end = (0.07, 0.9) if count % 2 else (0.12, 0.95)
            count += 1
            ts = [start + (end - start) * t for t in FIBER_KNOTS]
            yield smooth([between(along(a, t), along(b, t), share) for t in ts])


@cache
def load_bones() -> dict[View, dict[str, list[Bone]]]:
    """Load the bones of each view by name."""
    source = tomllib.loads((FOLDER / "bones.toml").read_text())
    views: dict[View, dict[str, list[Bone]]] = {}
    for view in DIRECTIONS:
        entries = ({} if view == "side" else source["both"]) | source[view]
        views[view] = {name: list(read_bones(entry, view)) for name, entry in entries.items()}
    return views


def read_bones(entry: Mapping[str, Any], view: View) -> Iterator[Bone]:
    line = parse_line(entry.get("shape") or entry["line"], {})
    for down in entry.get("at", [0]):
        curves = [Curve(*(Knot(knot.x, knot.y + down) for knot in curve)) for curve in line.curves]
        first, last = line.knots[0], line.knots[-1]
        is_middle = view == "side" or (first.x == 0 and last.x == 0)
        if view != "side" and is_middle:
            placed = with_mirror_image(curves, MIDDLE, DIRECTIONS[view])
        else:
            placed = [curve.moved(MIDDLE, DIRECTIONS[view]) for curve in curves]
        is_stroke = "line" in entry
        yield Bone(path_data(placed, HINT, "" if is_stroke else "z"), Box.around(sampled(placed)), is_stroke, is_middle)
