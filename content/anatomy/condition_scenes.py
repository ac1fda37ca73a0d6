"""Scenes of conditions: the places where pain is felt, and the muscles where it may start."""

from collections.abc import Mapping, Sequence

from content.anatomy.figure import VIEWS, View, load_figure
from content.anatomy.marks import SEEN_FROM
from content.anatomy.plate import Drawing, Scene
from content.anatomy.region_scenes import muscle_labels
from content.anatomy.scenes import CARD, PLATE, Subject, crop_around, is_near, start_of
from content.anatomy.shapes import shape_of
from content.text.cards import Key

MOST_DRAWN = 4  # muscles; more points would explain nothing


def condition_plate(title: str, regions: Mapping[str, str], subjects: Sequence[Subject]) -> Drawing:
    """Return the large drawing at the top of a condition's page; `regions`: their names by slug."""
    scene = condition_scene([*regions], subjects, PLATE)
    labels = muscle_labels(scene, {one.slug: one.title for one in subjects})
    key = Key(bool(scene.felt), bool(scene.points))
    return Drawing(scene._replace(labels=labels), condition_words(title, regions, subjects), "plate", key)


def condition_card(title: str, regions: Mapping[str, str], subjects: Sequence[Subject]) -> Drawing:
    """Return the small drawing, without labels."""
    return Drawing(condition_scene([*regions], subjects, CARD), condition_words(title, regions, subjects), "card")


def condition_scene(regions: Sequence[str], subjects: Sequence[Subject], aspect: float) -> Scene:
    """Return the front or back view, whichever shows more, without what is far from the first place."""
    scenes = [seen_from(view, regions, subjects, aspect) for view in VIEWS]
    return max(scenes, key=lambda scene: len(scene.felt) + len(scene.muscles))


def seen_from(view: View, regions: Sequence[str], subjects: Sequence[Subject], aspect: float) -> Scene:
    known = load_figure().shapes[view]
    shapes = [known[slug] for slug in regions if slug in known]
    shapes = [shape for shape in shapes if is_near(shape.box, shapes[0].box)]
    muscles = {
        muscle: one
        for one in subjects
        if (muscle := shape_of(one.slug, view)) and shapes and is_near(muscle.box, shapes[0].box)
    }
    muscles = dict(list(muscles.items())[:MOST_DRAWN])
    points = [start for one in muscles.values() if (start := start_of(one, view))]
    return Scene(
        view,
        crop_around([*(one.box for one in shapes), *(one.box for one in muscles)], aspect),
        dict.fromkeys(sorted(muscles, key=lambda shape: -shape.box.area), "often"),
        felt={shape.slug: "often" for shape in shapes},
        start=points[0] if points else None,
        points=points,
    )


def condition_words(title: str, regions: Mapping[str, str], subjects: Sequence[Subject]) -> str:
    """Describe what the large drawing shows."""
    scene = condition_scene([*regions], subjects, PLATE)
    names = {one.slug: one.title for one in subjects}
    felt = ", ".join(regions[slug] for slug in scene.felt)
    muscles = ", ".join(names[shape.slug] for shape in scene.muscles)
    sentences = [f"{title}, {SEEN_FROM[scene.view]}."]
    sentences += [f"Rings mark where it is felt: {felt}."] if felt else []
    sentences += [f"Muscles drawn: {muscles}. Points mark where it may start."] if muscles else []
    return " ".join(sentences)
