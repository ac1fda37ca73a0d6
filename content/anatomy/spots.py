"""Where a label's leader line ends on the drawing."""

from collections.abc import Sequence
from itertools import combinations
from math import dist

from content.anatomy.figure import Shape, load_figure
from content.anatomy.geometry import Box, Knot, between, is_inside
from content.anatomy.plate import Scene
from content.anatomy.shapes import MuscleShape

SHARES = (0.0, 0.3, 0.5, 0.7, 0.85)  # of the way from a region's center to its edge
AWAY = 14  # units from the trigger point, so that two lines don't end in the same place
ASIDE, BELOW = 10, 4  # units from the crop's edge


def is_within(place: Knot, crop: Box) -> bool:
    return crop.left + ASIDE < place.x < crop.right - ASIDE and crop.top + BELOW < place.y < crop.bottom - BELOW


def spot_of(shape: MuscleShape, above: Sequence[MuscleShape]) -> Knot:
    """Return a spot well inside the muscle, away from its point, and not hidden by muscles drawn over it."""
    edge = max((part.edge for part in shape.parts), key=len)
    few = edge[:: max(1, len(edge) // 16)]
    inside = [spot for a, b in combinations(few, 2) if shape.covers(*(spot := between(a, b, 0.5)))]
    seen = [spot for spot in inside if not any(other.covers(*spot) for other in above)]
    return max(seen or inside or [shape.point], key=lambda spot: (min(dist(spot, shape.point), AWAY), depth(spot, few)))


def depth(spot: Knot, edge: Sequence[Knot]) -> float:
    return min(dist(spot, knot) for knot in edge)


def felt_spot(region: Shape, scene: Scene) -> Knot:
    """Return the region's spot nearest to its center that muscles don't hide."""
    spots = (between(region.center, edge, share) for share in SHARES for edge in region.edge)
    return next((spot for spot in spots if is_within(spot, scene.crop) and is_free(spot, scene)), region.center)


def is_free(spot: Knot, scene: Scene) -> bool:
    """Return whether no muscle hides the spot and, in the side view, it is well within the body."""
    if any(shape.covers(*spot) for shape in scene.muscles):
        return False
    if scene.view != "side":
        return True
    edge = load_figure().side_edge
    return is_inside(edge, *spot) and depth(spot, edge) > BELOW


def edge_spot(cover: MuscleShape, scene: Scene) -> Knot:
    """Return a visible spot on the dashed outline, as far from the crop's center as possible."""
    middle = Knot((scene.crop.left + scene.crop.right) / 2, (scene.crop.top + scene.crop.bottom) / 2)
    seen = [knot for part in cover.parts for knot in part.edge if is_within(knot, scene.crop)]
    return max(seen or [cover.point], key=lambda knot: dist(knot, middle))
