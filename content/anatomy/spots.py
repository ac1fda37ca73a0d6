"""Where a label's leader line ends on the drawing."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from math import dist

from content.anatomy.figure import Shape, load_figure
from content.anatomy.geometry import Box, Knot, between, is_inside
from content.anatomy.plate import Scene
from content.anatomy.shapes import MuscleShape

SHARES = (0.0, 0.3, 0.5, 0.7, 0.85)  # of the way from a region's center to its edge
APART = 0.065  # of the crop's width, between rings and points
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
    free = (spot for spot in labeled_spots(region, scene) if not any(shape.covers(*spot) for shape in scene.muscles))
    return next(free, region.center)


def target_spot(region: Shape, scene: Scene) -> Knot:
    """Return the region's spot nearest to its center that is apart from the points."""
    apart = APART * (scene.crop.right - scene.crop.left)
    free = (spot for spot in labeled_spots(region, scene) if all(dist(spot, point) > apart for point in scene.points))
    return next(free, region.center)


def is_shown(slug: str, scene: Scene) -> bool:
    """Return whether the region is in the view, and its middle in the crop."""
    region = load_figure().shapes[scene.view].get(slug)
    return region is not None and scene.crop.holds(*next(spots_in(region, scene), region.center))


def labeled_spots(region: Shape, scene: Scene) -> Iterator[Knot]:
    return (spot for spot in spots_in(region, scene) if is_within(spot, scene.crop))


def spots_in(region: Shape, scene: Scene) -> Iterator[Knot]:
    """Yield spots of the region on the body, from its center to its edge."""
    spots = (between(region.center, edge, share) for share in SHARES for edge in region.edge)
    return (spot for spot in spots if is_on_body(spot, scene))


def is_on_body(spot: Knot, scene: Scene) -> bool:
    """Return whether, in the side view, where regions extend past the outline, the spot is well within the body."""
    return scene.view != "side" or is_on_side(spot)


@cache
def is_on_side(spot: Knot) -> bool:
    edge = load_figure().side_edge
    return is_inside(edge, *spot) and depth(spot, edge) > BELOW


def edge_spot(cover: MuscleShape, scene: Scene) -> Knot:
    """Return a visible spot on the dashed outline, as far from the crop's center as possible."""
    middle = Knot((scene.crop.left + scene.crop.right) / 2, (scene.crop.top + scene.crop.bottom) / 2)
    seen = [knot for part in cover.parts for knot in part.edge if is_within(knot, scene.crop)]
    return max(seen or [cover.point], key=lambda knot: dist(knot, middle))
