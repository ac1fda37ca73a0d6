"""A crop of the body as SVG: skin, bones, felt regions, muscles, what covers them, contour, labels, and points."""

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from content.anatomy.figure import MIDDLE, View, load_figure
from content.anatomy.geometry import Box, Knot
from content.anatomy.labels import Label, render_labels
from content.anatomy.shapes import MuscleShape, load_bones, shape_of
from content.text.cards import Key

ARMPIT = 137  # units: crops below it omit the arm, to leave room for labels
HIP = 46  # units from the midline: anything farther out is the arm
MIRROR = ' transform="matrix(-1 0 0 1 200 0)"'
FIXED = 'vector-effect="non-scaling-stroke"'  # inline, since stylesheets don't reach into <use>
TARGET_RINGS = (1.6, 3.2, 4.8)  # percent of the crop's width
RING_STOPS = ((0.84, False), (0.88, True), (0.96, True), (1, False))  # fractions of the way to the next ring
REACH = 400  # units: beyond the farthest place


class Scene(NamedTuple):
    """What a crop shows, all on the right-hand side of the body."""

    view: View
    crop: Box
    muscles: Mapping[MuscleShape, str] = MappingProxyType({})  # each with its state: how often it is the cause
    covers: Sequence[str] = ()  # muscles or bones that cover those
    felt: Mapping[str, str] = MappingProxyType({})  # regions with their state
    start: Knot | None = None  # the center of the rings
    points: Sequence[Knot] = ()
    target: Knot | None = None  # rings that say "here", over everything
    labels: Sequence[Label] = ()
    breadth: float = 0  # units, the reference size of points and rings if it isn't the crop's width

    @property
    def measure(self) -> float:
        return self.breadth or self.crop.right - self.crop.left


class Drawing(NamedTuple):
    """A scene with what it says in words, and what the key below it explains; `size`: plate or card."""

    scene: Scene
    words: str
    size: str
    key: Key | None = None

    def render(self) -> SafeString:
        """Render it as a standalone file."""
        return render_scene(self.scene, self.words, self.size)


def render_scene(scene: Scene, words: str, size: str) -> SafeString:
    """Render the crop. `words`: its description; `size`: plate or card."""
    crop = scene.crop
    box = f"{crop.left:g} {crop.top:g} {crop.right - crop.left:g} {crop.bottom - crop.top:g}"
    radius = f"{scene.measure / 62:.2g}"
    layers = "".join(
        [
            skin(scene),
            bones(scene),
            referral_rings(scene),
            "".join(muscle(shape, state, scene) for shape, state in scene.muscles.items()),
            covers(scene),
            contour(scene),
            target(scene),
            render_labels(scene.labels, crop),
            "".join(f'<circle class="point" cx="{p.x:g}" cy="{p.y:g}" r="{radius}"/>' for p in scene.points),
        ]
    )
    return mark_safe(  # noqa: S308 (our own)
        f'<svg xmlns="http://www.w3.org/2000/svg" class="drawing {size}" viewBox="{box}" '
        f'preserveAspectRatio="xMidYMid slice" role="img" aria-label="{escape(words)}">{layers}</svg>'
    )


def is_twofold(scene: Scene, box: Box) -> bool:
    """Return whether the mirror image of a box is in the crop too."""
    return scene.view != "side" and scene.crop.meets(box._replace(left=200 - box.right, right=200 - box.left))


def skin(scene: Scene) -> str:
    figure = load_figure()
    if scene.view == "side":
        return f'<g class="skin"><path id="skin" {FIXED} d="{figure.side}"/></g>'
    d = figure.outline if has_arm(scene) else figure.trunk
    halves = f'<path id="half" {FIXED} d="{d}"/><use href="#half"{MIRROR}/>'
    return f'<g class="skin"><g id="skin">{halves}</g></g>'


def has_arm(scene: Scene) -> bool:
    """Return whether the arm is drawn: if the crop extends above the armpit, or something is felt in it."""
    regions = load_figure().shapes[scene.view]
    felt = (regions[slug] for slug in scene.felt if slug in regions)
    return scene.crop.top <= ARMPIT or any(
        abs(one.center.x - MIDDLE) > HIP and scene.crop.meets(one.box) for one in felt
    )


def contour(scene: Scene) -> str:
    figure = load_figure()
    inner = {"front": figure.chin, "side": "".join(figure.side_lines.values()), "back": ""}[scene.view]
    return '<use class="contour" href="#skin"/>' + (f'<path class="contour thin" d="{inner}"/>' if inner else "")


def bones(scene: Scene) -> str:
    drawn: dict[bool, list[str]] = {True: [], False: []}
    for bone in (bone for members in load_bones()[scene.view].values() for bone in members):
        if scene.crop.meets(bone.box):
            drawn[bone.is_stroke].append(f'<path d="{bone.d}"/>')
        if not bone.is_middle and is_twofold(scene, bone.box):
            drawn[bone.is_stroke].append(f'<path{MIRROR} d="{bone.d}"/>')
    return f'<g class="rib">{"".join(drawn[True])}</g><g class="bone">{"".join(drawn[False])}</g>'


def referral_rings(scene: Scene) -> str:
    """Render rings that spread from the trigger point, masked to where pain is felt, and animated once."""
    crop, regions = scene.crop, load_figure().shapes[scene.view]
    shapes = {regions[slug]: state for slug, state in scene.felt.items() if slug in regions}
    shapes = {shape: state for shape, state in shapes.items() if crop.meets(shape.box)}
    if not shapes:
        return ""
    start = scene.start or scene.target or next(iter(shapes)).center
    at = f'cx="{start.x:g}" cy="{start.y:g}"'
    area = f'x="{crop.left:g}" y="{crop.top:g}" width="100%" height="100%"'
    window = "".join(f'<path class="{state}" d="{shape.d}"/>' for shape, state in shapes.items())
    waves = f'{rings(at, scene)}<rect fill="url(#rings)" {area}/>'
    return (
        f'<clipPath id="travel"><circle class="travel" {at} r="{REACH}"/></clipPath>'
        f'<clipPath id="body">{body_clip(scene)}</clipPath>'
        f'<filter id="soft"><feGaussianBlur stdDeviation="1.6"/></filter>'
        f'<mask id="felt"><g class="window" filter="url(#soft)">{window}</g></mask>'
        f'<g clip-path="url(#body)"><g mask="url(#felt)"><g clip-path="url(#travel)">'
        f'<rect class="felt" {area}/>{"" if scene.target else waves}</g></g></g>'
    )


def rings(at: str, scene: Scene) -> str:
    """Render a repeating radial gradient of rings."""
    stops = "".join(f'<stop class="{"ring" if on else "gap"}" offset="{share}"/>' for share, on in RING_STOPS)
    size = f'gradientUnits="userSpaceOnUse" {at} r="{scene.measure / 16:.3g}" spreadMethod="repeat"'
    return f'<radialGradient id="rings" {size}>{stops}</radialGradient>'


def body_clip(scene: Scene) -> str:
    """Render the body’s outline for a clipPath, which allows shapes but no groups."""
    if scene.view == "side":
        return '<use href="#skin"/>'
    return f'<use href="#half"/><use href="#half"{MIRROR}/>'


def target(scene: Scene) -> str:
    if scene.target is None:
        return ""
    x, y = scene.target
    unit = (scene.crop.right - scene.crop.left) / 100
    return "".join(f'<circle class="target" cx="{x:.1f}" cy="{y:.1f}" r="{r * unit:.2g}"/>' for r in TARGET_RINGS)


def muscle(shape: MuscleShape, state: str, scene: Scene) -> str:
    """Render the muscle with its fibers; its counterpart on the other side is pale."""
    parts = "".join(f'<path d="{part.d}"/><path class="fibers" d="{part.fibers}"/>' for part in shape.parts)
    tendon = f'<path class="tendon" d="{shape.tendon}"/>' if shape.tendon else ""
    twin = ""
    if is_twofold(scene, shape.box):
        halves = "".join(f'<path d="{part.d}"/>' for part in shape.parts)
        twin = f'<g class="muscle twin"{MIRROR}>{halves}</g>'
    return f'{twin}<g class="muscle {state}">{tendon}{parts}</g>'


def covers(scene: Scene) -> str:
    drawn = [path for name in scene.covers for path in cover_paths(name, scene.view)]
    return f'<g class="cover">{"".join(drawn)}</g>' if drawn else ""


def cover_paths(name: str, view: View) -> Iterator[str]:
    """Yield the outlines of what covers a muscle: another muscle, or a bone."""
    if shape := shape_of(name, view):
        yield from (f'<path d="{part.d}"/>' for part in shape.parts)
    else:
        yield from (f'<path d="{bone.d}"/>' for bone in load_bones()[view].get(name, []))
