"""A drawing, its key and its words claim only what is drawn, and say what is left out."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.anatomy.figure import load_figure
from content.anatomy.geometry import is_inside
from content.anatomy.region_scenes import region_plate, region_scene
from content.anatomy.scenes import PLATE, Subject, far_scene, left_out, muscle_plate, muscle_scene
from content.anatomy.shapes import load_muscles
from tests.anatomy.test_drawings import plate_on, read
from tests.starter.validate import read_entries

STATES = {"primary": "often", "spillover": "sometimes"}
MUSCLES = {
    slug: Subject(slug, muscle["title"], [], {row["region"]: STATES[row["strength"]] for row in muscle["referrals"]})
    for slug, muscle in read_entries("muscles").items()
}
REGIONS = read_entries("regions")


def felt_at(region: str) -> list[Subject]:
    return sorted((one for one in MUSCLES.values() if region in one.felt), key=lambda one: one.felt[region])


@pytest.mark.parametrize("subject", MUSCLES.values(), ids=MUSCLES)
def test_a_muscle_s_words_tell_what_is_drawn_from_what_is_not(subject: Subject) -> None:
    scene = muscle_scene(subject, PLATE)
    names = {slug: f"<{slug}>" for slug in subject.felt}
    drawn, _, rest = muscle_plate(subject, names).words.partition("Felt, but not drawn: ")
    assert {slug for slug in subject.felt if names[slug] in drawn} == {*scene.felt}
    assert {slug for slug in subject.felt if names[slug] in rest} == {*left_out(subject, scene)}
    regions = load_figure().shapes[scene.view]
    for slug in scene.felt:
        assert scene.crop.meets(regions[slug].box), slug
    hidden = {slug for shape in load_muscles()[subject.slug].views.values() for slug in shape.hidden}
    assert hidden <= subject.felt.keys()


@pytest.mark.parametrize("subject", MUSCLES.values(), ids=MUSCLES)
def test_a_muscle_shows_where_it_is_mostly_felt_in_its_drawing_or_in_the_small_one(subject: Subject) -> None:
    scene, far = muscle_scene(subject, PLATE), far_scene(subject)
    first = next(slug for slug, state in subject.felt.items() if state == "often")
    assert first in {*scene.felt, *far.felt}


def test_the_infraspinatus_is_felt_on_the_front_of_the_arm() -> None:
    far = far_scene(MUSCLES["infraspinatus"])
    assert "upper-arm" not in muscle_scene(MUSCLES["infraspinatus"], PLATE).felt
    assert (far.view, [*far.felt]) == ("front", ["front-of-shoulder", "upper-arm"])


@pytest.mark.parametrize("slug", REGIONS)
def test_a_region_names_each_of_its_muscles_as_drawn_or_not_drawn(slug: str) -> None:
    subjects = felt_at(slug)
    scene = region_scene(slug, subjects, PLATE)
    drawn, _, rest = region_plate(slug, "Here", subjects).words.partition(" Muscles not drawn: ")
    shown = {shape.slug for shape in scene.muscles}
    assert {one.slug for one in subjects if one.title in drawn.partition("Muscles drawn: ")[2].split(". ")[0]} == shown
    assert {one.slug for one in subjects if one.title in rest} == {one.slug for one in subjects} - shown
    assert bool(scene.points) == ("Points mark" in drawn)


@pytest.mark.parametrize("slug", REGIONS)
def test_you_feel_it_here_is_well_within_the_place(slug: str) -> None:
    scene = region_scene(slug, felt_at(slug), PLATE)
    region = load_figure().shapes[scene.view][slug]
    assert scene.target is not None
    assert is_inside(region.edge, *scene.target)
    box, middle = region.box, region.center
    if scene.view != "side":  # where the middle may lie beside the body
        assert abs(scene.target.x - middle.x) <= 0.3 * (box.right - box.left)
        assert abs(scene.target.y - middle.y) <= 0.3 * (box.bottom - box.top)


@pytest.mark.django_db
@pytest.mark.parametrize(
    "path",
    ["/muscles/rectus-abdominis/", "/muscles/calf/", "/pain-map/abdomen/", "/pain-map/heel/", "/conditions/hip-pain/"],
)
def test_the_key_explains_the_marks_that_are_there(client: Client, path: str) -> None:
    soup = read(client, path)
    plate = plate_on(client, soup) if path.startswith("/muscles/") else picture_at(client, soup)
    key = soup.select_one(".plate-figure .key")
    assert key is not None
    assert bool(key.select(".key-rings")) == bool(plate.select("mask"))
    assert bool(key.select(".key-point")) == bool(plate.select("circle.point"))
    assert bool(key.select(".key-cover")) == bool(plate.select(".cover"))


def picture_at(client: Client, soup: BeautifulSoup) -> BeautifulSoup:
    image = soup.select_one(".plate-figure img")
    assert image is not None
    return read(client, str(image["src"]))


@pytest.mark.django_db
def test_what_the_large_drawing_can_t_show_is_drawn_small_below_it(client: Client) -> None:
    soup = read(client, "/muscles/rectus-abdominis/")
    rest = soup.select_one(".key-rest")
    assert rest is not None
    assert "Felt in places not drawn above: mid back, low back" in " ".join(rest.get_text(" ").split())
    assert rest.img is not None
    assert rest.img["alt"] == "Seen from behind, often felt here: Mid back, Low back."
    small = read(client, str(rest.img["src"]))
    assert len(small.select("mask .often")) == 2
    assert not read(client, "/muscles/rhomboids/").select(".key-rest")
    assert client.get("/drawings/b3361e/far/rhomboids.0000000000.svg", follow=True).status_code == 404
