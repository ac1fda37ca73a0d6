"""What the pages' drawings show: which view, how much of the body, and which labels."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from content.anatomy.figure import VIEWS, Point, View, load_figure
from content.anatomy.geometry import Box, Knot
from content.anatomy.labels import Label
from content.anatomy.marks import SEEN_FROM, STATES, name_of
from content.anatomy.pain_map_data import within_sentence
from content.anatomy.plate import Drawing, Scene
from content.anatomy.shapes import load_muscles, shape_of
from content.anatomy.spots import edge_spot, felt_spot, is_shown, is_within, spot_of
from content.text.cards import Key

PLATE, CARD = 7 / 6, 4 / 3  # width to height
NEAR = 90  # units from the point; regions farther away don't widen a crop
LEAST = {PLATE: 116, CARD: 60}  # units, the minimum width
WIDER = {PLATE: 1.55, CARD: 1.5}  # relative to what is shown: room for labels
TALLER = 1.22
TALLEST = 155  # units, for a crop with several muscles or regions
MOST_FELT = 3  # labels of felt regions


class Subject(NamedTuple):
    """A muscle to draw; `felt`: regions with how often it is felt there."""

    slug: str
    title: str
    points: Sequence[Point]
    felt: Mapping[str, str]


def muscle_plate(subject: Subject, labels: Mapping[str, str]) -> Drawing:
    """Return the large drawing at the top of a muscle's page; `labels`: the regions' names."""
    scene = muscle_scene(subject, PLATE)
    names = tuple(within_sentence(name_of(slug, labels)) for slug in left_out(subject, scene))
    key = Key(bool(scene.felt), bool(scene.points), bool(scene.covers), names)
    named = scene._replace(labels=scene_labels(subject, scene, labels))
    return Drawing(named, scene_in_words(subject, scene, labels), "plate", key)


def muscle_card(subject: Subject, labels: Mapping[str, str]) -> Drawing:
    """Return the small drawing, without labels."""
    scene = muscle_scene(subject, CARD)
    return Drawing(scene, scene_in_words(subject, scene, labels), "card")


def far_card(subject: Subject, labels: Mapping[str, str]) -> Drawing:
    """Return where the muscle is felt out of the large drawing's sight, small; without words if there is nothing."""
    scene = far_scene(subject)
    felt = ", ".join(name_of(slug, labels) for slug in scene.felt)
    return Drawing(scene, f"{SEEN_FROM[scene.view].capitalize()}, often felt here: {felt}." if felt else "", "card")


def left_out(subject: Subject, scene: Scene) -> list[str]:
    """Return the regions where the muscle is felt but that the scene doesn't show, those often felt first."""
    missing = [slug for slug in subject.felt if slug not in scene.felt]
    return sorted(missing, key=lambda slug: subject.felt[slug])


def muscle_scene(subject: Subject, aspect: float) -> Scene:
    """Return the scene of a muscle, what covers it, and the nearby regions where it is felt."""
    view = view_of(subject)
    shape = shape_of(subject.slug, view)
    start = start_of(subject, view)
    felt = {slug: state for slug, state in subject.felt.items() if not (shape and slug in shape.hidden)}
    boxes = [shape.box] if shape else []
    boxes += [Box(start.x, start.y, start.x, start.y)] if start else []
    if aspect == PLATE or not boxes:
        boxes += [Box.around([place]) for place in near_places(felt, view, start)]
    scene = Scene(
        view,
        crop_around(boxes, aspect),
        {shape: "often"} if shape else {},
        shape.under if shape else (),
        felt,
        start,
        [start] if start else [],
    )
    return scene._replace(felt={slug: state for slug, state in felt.items() if is_shown(slug, scene)})


def far_scene(subject: Subject) -> Scene:
    """Return a small scene of regions often felt that the large drawing leaves out, if there are some."""
    missing = [slug for slug in left_out(subject, muscle_scene(subject, PLATE)) if subject.felt[slug] == "often"]
    scenes = [felt_scene(view, missing) for view in VIEWS]
    return max(scenes, key=lambda scene: (len(scene.felt), missing[0] in scene.felt) if missing else ())


def felt_scene(view: View, slugs: Sequence[str]) -> Scene:
    """Return the first of the regions that the view has, with those near it."""
    shapes = [shape for slug in slugs if (shape := load_figure().shapes[view].get(slug))]
    near = [shape for shape in shapes if is_near(shape.box, shapes[0].box)]
    crop = crop_around([shape.box for shape in near], CARD)
    return Scene(view, crop, felt={shape.slug: "often" for shape in near})


def is_near(one: Box, other: Box) -> bool:
    """Return whether both fit into one crop at a useful scale."""
    return max(one.bottom, other.bottom) - min(one.top, other.top) < TALLEST


def view_of(subject: Subject) -> View:
    """Return the muscle's best view; without a shape, the view of its point or of most of its regions."""
    if muscle := load_muscles().get(subject.slug):
        return next(iter(muscle.views))
    if subject.points:
        return subject.points[0].view
    shapes = load_figure().shapes
    return max(VIEWS, key=lambda view: len(subject.felt.keys() & shapes[view].keys()))


def start_of(subject: Subject, view: View) -> Knot | None:
    """Return the trigger point as placed by staff, or else as drawn."""
    for point in subject.points:
        if point.view == view:
            return Knot(point.x, point.y)
    shape = shape_of(subject.slug, view)
    return shape.point if shape else None


def near_places(felt: Mapping[str, str], view: View, start: Knot | None) -> Iterable[Knot]:
    regions = load_figure().shapes[view]
    for slug, state in felt.items():
        if slug in regions and state == "often":
            place = regions[slug].center
            if start is None or abs(place.x - start.x) + abs(place.y - start.y) < NEAR:
                yield place


def crop_around(boxes: Sequence[Box], aspect: float) -> Box:
    """Return a crop with that aspect ratio and room around what it shows, within the drawing's height."""
    figure = load_figure()
    if not boxes:
        return Box(0, 0, figure.height * aspect, figure.height)
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right, bottom = max(box.right for box in boxes), max(box.bottom for box in boxes)
    width = max(LEAST[aspect], (right - left) * WIDER[aspect], (bottom - top) * TALLER * aspect)
    height = width / aspect
    x = (left + right - width) / 2
    y = min(max((top + bottom - height) / 2, 2), figure.height - height)
    return Box(round(x, 1), round(y, 1), round(x + width, 1), round(y + height, 1))


def scene_labels(subject: Subject, scene: Scene, labels: Mapping[str, str]) -> list[Label]:
    """Label the muscle, its point, where it is felt, and what covers it."""
    named = [Label(within_sentence(subject.title), spot_of(shape, ()), "subject") for shape in scene.muscles]
    named += [Label("trigger point", point, "here") for point in scene.points]
    regions = load_figure().shapes[scene.view]
    felt = {slug: felt_spot(regions[slug], scene) for slug, state in scene.felt.items() if state == "often"}
    named += [
        Label(f"felt: {within_sentence(name_of(slug, labels))}", spot, "felt")
        for slug, spot in felt.items()
        if is_within(spot, scene.crop)
    ][:MOST_FELT]
    covers = [(name, shape) for name in scene.covers if (shape := shape_of(name, scene.view))]
    return named + [
        Label(within_sentence(name_of(name, {})), edge_spot(shape, scene), "aside") for name, shape in covers
    ]


def scene_in_words(subject: Subject, scene: Scene, labels: Mapping[str, str]) -> str:
    """Describe what the drawing shows."""
    sentences = [f"{subject.title}, {SEEN_FROM[scene.view]}."]
    if scene.covers:
        sentences.append(f"Over it: {', '.join(name_of(name, {}).lower() for name in scene.covers)}.")
    for state in ("often", "sometimes"):
        names = [name_of(slug, labels) for slug, now in scene.felt.items() if now == state]
        if names:
            sentences.append(f"{STATES[state].capitalize()}: {', '.join(names)}.")
    if scene.points:
        sentences.append("A point marks where it may start.")
    if names := [name_of(slug, labels) for slug in left_out(subject, scene)]:
        sentences.append(f"Felt, but not drawn: {', '.join(names)}.")
    return " ".join(sentences)
