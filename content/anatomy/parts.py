"""The parts of the body by which muscles are grouped."""

from collections.abc import Sequence
from math import dist

from content.anatomy.figure import Point
from content.anatomy.shapes import load_muscles

OTHER = "Other muscles"


def parts() -> list[str]:
    """Return the parts in the order of muscles.toml, from head to foot."""
    return [*dict.fromkeys(muscle.part for muscle in load_muscles().values()), OTHER]


def part_of(slug: str, points: Sequence[Point]) -> str:
    """Return the part that a muscle belongs to; for one that staff added, the part of the nearest drawn muscle."""
    drawn = load_muscles()
    if slug in drawn:
        return drawn[slug].part
    near = [
        (dist((point.x, point.y), muscle.views[point.view].point), muscle.part)
        for point in points
        for muscle in drawn.values()
        if point.view in muscle.views
    ]
    return min(near)[1] if near else OTHER
