"""Every muscle in the starter is drawn, and its trigger points lie on it."""

import dataclasses
import tomllib
from collections.abc import Mapping
from typing import Any

import pytest

from content.anatomy.geometry import Knot
from content.anatomy.shapes import FOLDER, DrawnMuscle, load_muscles
from content.starter.files import FOLDER as STARTER
from tests.starter.validate import drawing_problems

SLUGS = {file.stem for file in (STARTER / "muscles").glob("*.yaml")}


def with_point(slug: str, view: str, x: float, y: float) -> dict[str, DrawnMuscle]:
    """The drawings, with one trigger point moved."""
    drawn = load_muscles()
    views: dict[Any, Any] = dict(drawn[slug].views)
    views[view] = dataclasses.replace(views[view], point=Knot(x, y))
    return drawn | {slug: dataclasses.replace(drawn[slug], views=views)}


def test_each_of_the_32_muscles_has_a_drawing_and_a_note_on_where_it_is_attached() -> None:
    assert len(SLUGS) == 32
    assert list(drawing_problems(SLUGS, load_muscles())) == []


DEEP = ["gluteus-minimus", "piriformis", "subscapularis", "multifidus", "supraspinatus", "suboccipitals", "scalenes"]


@pytest.mark.parametrize("slug", ["calf", *DEEP])
def test_a_point_off_its_muscle_is_a_problem(slug: str) -> None:
    """The point is beside the muscle but on the body and, for deep muscles, within the outline of what covers them."""
    for view, shape in load_muscles()[slug].views.items():
        box = shape.box
        aside = with_point(slug, view, box.right + 2, (box.top + box.bottom) / 2)
        assert list(drawing_problems(SLUGS, aside)) == [
            f"muscle {slug} has its point off the muscle, seen from the {view}"
        ]


def test_a_deep_muscle_says_what_lies_over_it() -> None:
    for slug in DEEP:
        assert any(shape.under for shape in load_muscles()[slug].views.values()), slug


def without(slug: str) -> Mapping[str, DrawnMuscle]:
    return {name: muscle for name, muscle in load_muscles().items() if name != slug}


def test_a_muscle_that_is_not_drawn_is_a_problem() -> None:
    assert "muscle calf is not drawn" in list(drawing_problems(SLUGS, without("calf")))


def test_a_muscle_may_be_drawn_for_a_page_that_only_the_clinic_has() -> None:
    assert list(drawing_problems(SLUGS - {"calf"}, load_muscles())) == []


def test_the_check_names_a_cover_that_is_not_drawn() -> None:
    found = set(drawing_problems(SLUGS - {"gluteus-medius"}, without("gluteus-medius")))
    assert "gluteus-medius, which lies over gluteus-minimus, is not drawn" in found


def test_knots_stay_on_the_half_of_the_body_that_is_drawn() -> None:
    """The other half is mirrored, so a knot past the midline would draw a muscle over its twin."""
    for slug, entry in tomllib.loads((FOLDER / "muscles.toml").read_text()).items():
        for view in {"front", "back"} & entry.keys():
            knots = [knot.split() for part in entry[view]["parts"] for strand in part for knot in strand.split(",")]
            assert all(float(x) > 0 for x, *_ in knots), (slug, view)
