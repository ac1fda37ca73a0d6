"""Drawings of muscles and regions: large and labeled on pages, small as separate files, and described in words."""

import re
from collections import Counter

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client
from wagtail.models import Page

from content.anatomy.figure import load_figure
from content.anatomy.geometry import is_inside
from content.caching.version import invalidate
from content.models import ClinicSettings, ConditionPage, HomePage, MuscleIndexPage, MusclePage, RegionPage

pytestmark = pytest.mark.django_db


def read(client: Client, path: str) -> BeautifulSoup:
    invalidate()
    answer = client.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content, "html.parser")


def plate_on(client: Client, page: BeautifulSoup) -> Tag:
    """The drawing at the top of a page: a separate file, described in the same words on the page."""
    image = page.select_one(".page-head .plate-figure img")
    assert isinstance(image, Tag)
    plate = plate_of(BeautifulSoup(client.get(str(image["src"])).content, "html.parser"))
    assert image["alt"] == plate["aria-label"]
    return plate


def plate_of(soup: BeautifulSoup) -> Tag:
    plate = soup.select_one("svg.drawing.plate")
    assert isinstance(plate, Tag)
    return plate


def labels(plate: Tag) -> list[str]:
    return [text.get_text(" ").replace("  ", " ") for text in plate.select("text.label")]


def test_the_words_of_a_drawing_say_where_the_muscle_is_felt(client: Client) -> None:
    said = str(plate_on(client, read(client, "/muscles/gluteus-minimus/"))["aria-label"])
    assert "seen from the side" in said
    assert "Over it: gluteus medius, gluteus maximus." in said
    assert "Often felt here: Outer hip, Outer thigh" in said
    assert said.endswith("Felt, but not drawn: Outer lower leg, Calf, Front of the knee, Back of the knee.")


def test_each_line_from_a_label_ends_on_the_body(client: Client) -> None:
    """In the side view regions extend past the outline so that their rings end there; their labels must not."""
    body = load_figure().side_edge
    for slug in ("gluteus-medius", "sternocleidomastoid", "vastus-lateralis"):
        plate = plate_on(client, read(client, f"/muscles/{slug}/"))
        left, top, width, _ = map(float, str(plate["viewbox"]).split())
        for line in plate.select(".leader"):
            x, y = map(float, str(line["d"]).split("L")[1].split())
            assert is_inside(body, left + x * width / 100, top + y * width / 100), (slug, line)


def test_rings_are_kept_to_where_it_is_felt_and_lie_under_the_muscle(client: Client) -> None:
    plate = plate_on(client, read(client, "/muscles/gluteus-minimus/"))
    order = [child.get("class", [""])[0] or child.name for child in plate.find_all(True, recursive=False)]
    drawn = [name for name in order if name in {"skin", "bone", "g", "muscle", "cover", "contour", "point"}]
    assert list(dict.fromkeys(drawn)) == ["skin", "bone", "g", "muscle", "cover", "contour", "point"]
    assert len(plate.select("mask .often")) == 4  # outer hip, buttock, outer and back of the thigh
    assert plate.select_one("radialGradient, radialgradient")["spreadmethod"] == "repeat"


def test_a_region_names_the_muscles_around_it_on_the_drawing(client: Client) -> None:
    picture = read(client, "/pain-map/outer-hip/").select_one(".page-head img.crop")
    plate = plate_of(read(client, str(picture["src"])))
    assert {"you feel it here", "gluteus minimus", "tensor fasciae latae", "vastus lateralis"} == set(labels(plate))
    assert "Gluteus minimus" in plate["aria-label"]
    assert picture["alt"] == plate["aria-label"]


def test_the_atlas_shows_each_muscle_once_grouped_by_the_part_of_the_body(client: Client) -> None:
    soup = read(client, "/muscles/")
    parts = [tile.h2.get_text() for tile in soup.select(".tile")]
    assert parts[0] == "Head and neck"
    assert parts[-1] == "Thigh and calf"
    cards = Counter(str(link["href"]) for link in soup.select(".cards > li > div > a"))
    assert len(cards) == 32
    assert set(cards.values()) == {1}
    assert len(soup.select(".cards img.crop[alt]")) == 32


def test_search_shows_the_place_beside_what_it_found(client: Client) -> None:
    soup = read(client, "/search/?q=outer+hip")
    alts = {str(image["alt"]) for image in soup.select(".found img.crop")}
    assert {"Outer hip, seen from the side", "Hip pain, drawn"} <= alts


def picture(client: Client, path: str, selector: str = ".cards img.crop, .places--drawn img.crop") -> str:
    return str(read(client, path).select_one(selector)["src"])


def test_a_drawing_is_a_file_that_may_be_kept_for_ever(client: Client) -> None:
    source = picture(client, "/muscles/")
    answer = client.get(source)
    svg = answer.content.decode()
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert "immutable" in answer["Cache-Control"]
    assert "light-dark(" in svg
    assert "forced-colors" in svg
    assert "prefers-reduced-motion" in svg
    assert BeautifulSoup(svg, "html.parser").svg["aria-label"]
    assert "'sha256-" in answer["Content-Security-Policy"]
    older = client.get(re.sub(r"\.\w+\.svg$", ".0000000000.svg", source))
    assert older["Location"] == source
    copies = MuscleIndexPage(title="Copies", slug="copies")
    HomePage.objects.get().add_child(instance=copies)
    MusclePage.objects.get(slug=source.rsplit("/")[-1].partition(".")[0]).copy(to=copies)
    assert client.get(source).status_code == 200


def test_another_color_of_the_clinic_is_another_address(client: Client) -> None:
    before = picture(client, "/muscles/")
    ClinicSettings.objects.update(signal_color="#1d5c63")
    after = picture(client, "/muscles/")
    assert after.startswith("/drawings/1d5c63/")
    assert "#1d5c63" in client.get(after).content.decode()
    assert client.get(before)["Location"] == after


@pytest.mark.parametrize(
    ("model", "kind", "slug"),
    [
        (MusclePage, "muscles", "calf"),
        (MusclePage, "plates", "calf"),
        (RegionPage, "places", "heel"),
        (ConditionPage, "conditions", "hip-pain"),
        (ConditionPage, "aches", "hip-pain"),
    ],
)
def test_what_nobody_may_read_has_no_drawing(client: Client, model: type[Page], kind: str, slug: str) -> None:
    path = f"/drawings/b3361e/{kind}/{slug}.0000000000.svg"
    assert client.get(path, follow=True).status_code == 200
    page = model.objects.get(slug=slug)
    closed = page.view_restrictions.create(restriction_type="login")
    invalidate()
    assert client.get(path).status_code == 404
    closed.delete()
    page.unpublish()
    invalidate()
    assert client.get(path).status_code == 404
    assert client.get("/drawings/b3361e/feet/heel.0000000000.svg").status_code == 404


def test_a_region_that_was_taken_down_is_in_no_drawing(client: Client) -> None:
    RegionPage.objects.get(slug="heel").unpublish()
    invalidate()
    svg = client.get("/drawings/b3361e/plates/calf.0000000000.svg", follow=True).content.decode()
    assert "Calf" in svg
    assert "Heel" not in svg


def test_a_muscle_that_staff_add_shows_its_point_without_a_shape(client: Client) -> None:
    muscle = MusclePage(title="Soleus", slug="soleus", latin_name="Musculus soleus", point_view="back")
    muscle.point_x, muscle.point_y = 118, 410
    MuscleIndexPage.objects.get().add_child(instance=muscle)
    plate = plate_on(client, read(client, "/muscles/soleus/"))
    assert plate.select_one("circle.point")["cx"] == "118"
    assert not plate.select(".muscle")
    group = read(client, "/muscles/").find("a", string="Soleus").find_parent("ul")
    assert group.h2.get_text() == "Thigh and calf"


def test_a_muscle_without_point_or_shape_still_has_a_page_and_a_card(client: Client) -> None:
    MuscleIndexPage.objects.get().add_child(instance=MusclePage(title="Soleus", slug="soleus", latin_name="Soleus"))
    assert plate_on(client, read(client, "/muscles/soleus/")).select_one(".skin")
    assert read(client, "/muscles/").find("a", string="Soleus").find_parent("ul").h2.get_text() == "Other muscles"


def test_a_point_that_staff_move_moves_on_the_drawing(client: Client) -> None:
    before = picture(client, "/muscles/calf/", ".plate-figure img")
    MusclePage.objects.filter(slug="calf").update(point_x=125, point_y=372)
    assert picture(client, "/muscles/calf/", ".plate-figure img") != before  # which browsers have kept
    plate = plate_on(client, read(client, "/muscles/calf/"))
    assert (plate.select_one("circle.point")["cx"], plate.select_one("circle.point")["cy"]) == ("125", "372")


def test_signs_in_a_title_break_no_drawing(client: Client) -> None:
    MusclePage.objects.filter(slug="calf").update(title='"Calf" & <co>')
    plate = plate_on(client, read(client, "/muscles/calf/"))
    assert str(plate["aria-label"]).startswith('"Calf" & <co>, seen from')
    assert '"Calf" & <co>' in labels(plate)


def test_a_muscle_of_the_left_side_is_drawn_on_the_left(client: Client) -> None:
    left = read(client, "/pain-map/at/left-outer-hip/").select(".findings img.crop")
    right = read(client, "/pain-map/at/right-outer-hip/").select(".findings img.crop")
    assert left
    assert all("mirrored" in image["class"] for image in left)
    assert right
    assert not any("mirrored" in image["class"] for image in right)


def test_a_condition_opens_with_its_places_and_its_first_muscles(client: Client) -> None:
    plate = plate_on(client, read(client, "/conditions/hip-pain/"))
    assert {"gluteus minimus", "gluteus medius", "quadratus lumborum", "piriformis"} == set(labels(plate))
    assert "Outer hip" in plate["aria-label"]
    assert len(plate.select("circle.point")) == 4
    ConditionPage.objects.get(slug="hip-pain").condition_regions.all().delete()
    assert not read(client, "/conditions/hip-pain/").select(".plate-figure")


def test_the_figure_of_a_choice_takes_its_shapes_from_a_file(client: Client) -> None:
    shapes = {str(use["href"]).split("#")[0] for use in read(client, "/pain-map/at/buttock/heel/").select("svg a use")}
    [path] = shapes
    file = BeautifulSoup(client.get(path).content, "html.parser")
    uses = read(client, "/pain-map/at/buttock/heel/").select(".finder use")
    assert all(file.find(id=str(use["href"]).split("#")[1]) for use in uses)
    assert "immutable" in client.get(path)["Cache-Control"]
    assert client.get("/drawings/regions.0000000000.svg")["Location"] == path
