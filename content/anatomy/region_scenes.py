"""Scenes of regions: the place, and the muscles around it that may be felt there."""

from collections.abc import Mapping, Sequence

from content.anatomy.figure import load_figure
from content.anatomy.labels import MOST as MOST_LABELS
from content.anatomy.labels import Label
from content.anatomy.marks import SEEN_FROM
from content.anatomy.pain_map_data import within_sentence
from content.anatomy.plate import Drawing, Scene
from content.anatomy.scenes import CARD, PLATE, Subject, crop_around, is_near, start_of
from content.anatomy.shapes import shape_of
from content.anatomy.spots import spot_of, target_spot
from content.text.cards import Key

WEIGHTS = {"often": 2, "sometimes": 1}


def region_plate(slug: str, title: str, subjects: Sequence[Subject]) -> Drawing:
    """Return the place with labeled muscles around it that may be felt there."""
    scene = region_scene(slug, subjects, PLATE)
    names = {one.slug: one.title for one in subjects}
    named = [Label("you feel it here", scene.target, "here")] if scene.target else []
    named += muscle_labels(scene, names)
    others = undrawn(scene, subjects)
    key = Key(bool(scene.target), bool(scene.points), left_out=tuple(map(within_sentence, others)))
    words = region_words(title, scene, [names[shape.slug] for shape in scene.muscles], others)
    return Drawing(scene._replace(labels=named), words, "plate", key)


def region_card(slug: str, title: str, _subjects: Sequence[Subject]) -> Drawing:
    """Return the place alone, small and without labels."""
    scene = region_scene(slug, (), CARD)
    return Drawing(scene, region_words(title, scene, []), "card")


def muscle_labels(scene: Scene, names: Mapping[str, str]) -> list[Label]:
    """Label the muscles of a scene, each at a spot that no other one hides."""
    drawn = tuple(scene.muscles)
    return [
        Label(within_sentence(names[shape.slug]), spot_of(shape, drawn[index + 1 :]), "subject")
        for index, shape in enumerate(drawn)
    ]


def region_scene(slug: str, subjects: Sequence[Subject], aspect: float) -> Scene:
    """Return the region in the view with most of its muscles near it, drawn from largest to smallest."""
    best: Scene | None = None
    for view, shapes in load_figure().shapes.items():
        if slug not in shapes:
            continue
        region = shapes[slug]
        near = {
            shape: one.felt.get(slug, "sometimes")
            for one in subjects
            if (shape := shape_of(one.slug, view)) and is_near(shape.box, region.box)
        }
        near = dict(list(near.items())[: MOST_LABELS - 1])
        scene = Scene(
            view,
            crop_around([region.box, *(shape.box for shape in near)], aspect),
            dict(sorted(near.items(), key=lambda item: -item[0].box.area)),
            felt={slug: "often"},
            points=[start for one in subjects if shape_of(one.slug, view) in near and (start := start_of(one, view))],
        )
        if best is None or weight(scene, slug) >= weight(best, slug):
            best = scene
    if best is None:
        return Scene("back", crop_around((), aspect))
    return best._replace(target=target_spot(load_figure().shapes[best.view][slug], best)) if subjects else best


def weight(scene: Scene, slug: str) -> float:
    """Weigh a view by the muscles it shows; ties are broken by which view shows the region best."""
    is_best = (scene.view == "side") == (slug in load_figure().best_from_side)
    return sum(WEIGHTS[state] for state in scene.muscles.values()) + is_best / 2


def undrawn(scene: Scene, subjects: Sequence[Subject]) -> list[str]:
    """Return the muscles that the view, the crop, or the number of labels leaves out."""
    drawn = {shape.slug for shape in scene.muscles}
    return [one.title for one in subjects if one.slug not in drawn]


def region_words(title: str, scene: Scene, names: Sequence[str], others: Sequence[str] = ()) -> str:
    """Describe what the drawing of a region shows."""
    muscles = f" Muscles drawn: {', '.join(names)}. Points mark where it may start." if names else ""
    muscles += f" Muscles not drawn: {', '.join(others)}." if others else ""
    return f"{title}, {SEEN_FROM[scene.view]}. Rings mark where it is felt.{muscles}"
