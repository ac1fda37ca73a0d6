"""Where a label's leader line ends on the drawing."""

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from math import dist

from content.anatomy.figure import Shape, View, load_figure
from content.anatomy.geometry import Box, Knot, between, is_inside
from content.anatomy.plate import Scene
from content.anatomy.shapes import MuscleShape

SHARES = (0.0, 0.3, 0.5, 0.7, 0.85)  # of the way from a region's center to its edge
APART = 0.065  # of the crop's width, between rings and points
AWAY = 10  # units from the trigger point, so that two lines don't end in the same place
LOWER = 6  # times as far out as a spot beside or above the center
ASIDE, BELOW = 10, 4  # units from the crop's edge


def is_within(place: Knot, crop: Box) -> bool:
    return crop.left + ASIDE < place.x < crop.right - ASIDE and crop.top + BELOW < place.y < crop.bottom - BELOW


@cache  # it takes milliseconds
def spot_of(shape: MuscleShape, above: tuple[MuscleShape, ...]) -> Knot:
    """Return a spot well inside the muscle, away from its point, and not hidden by muscles drawn over it."""
    edge = max((part.edge for part in shape.parts), key=len)
    few = edge[:: max(1, len(edge) // 16)]
    inside = [spot for a, b in combinations(few, 2) if shape.covers(*(spot := between(a, b, 0.5)))]
    seen = [spot for spot in inside if not any(other.covers(*spot) for other in above)]
    return max(seen or inside or [shape.point], key=lambda spot: (min(dist(spot, shape.point), AWAY), depth(spot, few)))


def depth(spot: Knot, edge: Sequence[Knot]) -> float:
    return min(dist(spot, knot) for knot in edge)


def felt_spot(region: Shape, scene: Scene) -> Knot:
    """Return the region's most central spot that is clear of the muscles."""
    free = (spot for spot in labeled_spots(region, scene) if all(is_clear(spot, shape) for shape in scene.muscles))
    return next(free, region.center)


@cache
def is_clear(spot: Knot, shape: MuscleShape) -> bool:
    return not shape.covers(*spot) and all(depth(spot, part.edge) > BELOW for part in shape.parts)


def target_spot(region: Shape, scene: Scene) -> Knot:
    """Return the region's most central spot that is apart from the points."""
    apart = APART * (scene.crop.right - scene.crop.left)
    free = (spot for spot in labeled_spots(region, scene) if all(dist(spot, point) > apart for point in scene.points))
    return next(free, region.center)


def is_shown(slug: str, scene: Scene) -> bool:
    """Return whether the region is in the view, and its middle in the crop."""
    region = load_figure().shapes[scene.view].get(slug)
    return region is not None and scene.crop.holds(*next(spots_in(slug, scene.view), region.center))


def labeled_spots(region: Shape, scene: Scene) -> Iterator[Knot]:
    return (spot for spot in spots_in(region.slug, scene.view) if is_within(spot, scene.crop))


def spots_in(slug: str, view: View) -> Iterator[Knot]:
    """Yield spots of the region on the body; in the side view, regions extend past its outline."""
    return (spot for spot in outward_spots(slug, view) if view != "side" or is_on_side(spot))


@cache
def outward_spots(slug: str, view: View) -> list[Knot]:
    """Return spots of the region, from its center to its edge; lower ones count as farther out."""
    region = load_figure().shapes[view][slug]
    box, middle = region.box, region.center

    def outward(spot: Knot) -> float:
        down = (spot.y - middle.y) / (box.bottom - box.top)
        return max(abs(spot.x - middle.x) / (box.right - box.left), LOWER * down, -down)

    return sorted((between(middle, edge, share) for share in SHARES for edge in region.edge), key=outward)


@cache
def is_on_side(spot: Knot) -> bool:
    """Return whether the spot is well within the body as seen from the side."""
    edge = load_figure().side_edge
    return is_inside(edge, *spot) and depth(spot, edge) > BELOW


def edge_spot(cover: MuscleShape, scene: Scene) -> Knot:
    """Return a visible spot on the dashed outline, as far from the crop's center as possible."""
    middle = Knot((scene.crop.left + scene.crop.right) / 2, (scene.crop.top + scene.crop.bottom) / 2)
    seen = [knot for part in cover.parts for knot in part.edge if is_within(knot, scene.crop)]
    return max(seen or [cover.point], key=lambda knot: dist(knot, middle))
