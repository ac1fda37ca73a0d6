"""The finder as visitors meet it: addresses, what comes first, and choosing places."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from content.anatomy.finder import result_for
from content.anatomy.pain_map_data import Muscle, PainMapData, Region
from content.anatomy.places import Chosen
from content.caching.version import invalidate
from content.models import ClinicSettings, PageSource, PainMapPage, RegionPage

pytestmark = pytest.mark.django_db
AT = "/pain-map/at/"
SEVERAL = f"{AT}low-back/left-outer-hip/"


def soup_of(client: Client, path: str) -> BeautifulSoup:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return BeautifulSoup(answer.content, "html.parser")


def headings(soup: BeautifulSoup | Tag) -> list[str]:
    return [h.get_text(" ", strip=True) for h in soup.select("article h2")]


# Addresses ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "canonical"),
    [
        ("left-outer-hip/low-back", SEVERAL),
        ("low-back/left-outer-hip/low-back", SEVERAL),
        ("left-outer-hip/right-outer-hip/low-back", f"{AT}low-back/outer-hip/"),
        ("outer-hip", "/pain-map/outer-hip/"),
        ("left-outer-hip/outer-hip", "/pain-map/outer-hip/"),
        ("left-tailbone", "/pain-map/tailbone/"),
    ],
)
def test_one_choice_has_one_address(client: Client, asked: str, canonical: str) -> None:
    answer = client.get(f"{AT}{asked}/")
    assert answer.status_code == 301
    assert answer["Location"] == canonical
    assert client.get(canonical).status_code == 200


@pytest.mark.parametrize(
    "asked",
    [
        "",
        "nowhere/",
        "low-back/nowhere/",
        "left-/",
        "at/low-back/",
        "low-back/left/",
        "%00/low-back/",
        "..%2f..%2fetc/",
        "low-back%20or%201=1/",
        "<script>/",
        "low-back/" * 15,
        "x" * 5000 + "/",
        "temple/calf/heel/groin/chest/low-back/buttock/",
    ],
)
def test_what_is_no_choice_is_not_found(client: Client, asked: str) -> None:
    assert client.get(f"{AT}{asked}").status_code in (400, 404, 414)


def test_search_engines_list_one_region_and_no_combination(client: Client, settings: Any) -> None:
    settings.SEO_INDEX = True
    robots = [
        soup_of(client, path).select("meta[name=robots][content=noindex]") for path in (SEVERAL, "/pain-map/calf/")
    ]
    assert robots[0]
    assert not robots[1]
    assert b"/at/" not in client.get("/sitemap.xml").content


# What comes first ---------------------------------------------------------------------------------


def test_doctors_come_before_muscles_and_emergencies_before_all(client: Client) -> None:
    for path in (SEVERAL, f"{AT}left-calf/", "/pain-map/chest/", "/pain-map/calf/"):
        said = headings(soup_of(client, path))
        emergency = next(i for i, text in enumerate(said) if "Get medical help now" in text)
        assert emergency == 0, path
        assert emergency < next(i for i, text in enumerate(said) if "uscles" in text), path


def test_every_sign_is_said_once(client: Client) -> None:
    signs = [li.get_text() for li in soup_of(client, f"{AT}buttock/low-back/left-outer-hip/").select(".red-flags li")]
    assert len(signs) == len(set(signs)) > 5


def test_muscles_that_fit_all_places_come_first_often_before_sometimes(client: Client) -> None:
    soup = soup_of(client, f"{AT}outer-hip/outer-lower-leg/")
    assert "all of these places" in " ".join(headings(soup))
    first = soup.select_one(".findings li")
    assert first is not None
    assert "Gluteus minimus" in first.get_text()
    said = first.get_text(" ", strip=True)
    assert "Often felt here: Outer hip, Outer lower leg" in said
    assert "People notice: An ache at the outer hip" in said
    assert first.img["alt"] == "Gluteus minimus, seen from the side"


@pytest.mark.parametrize("path", [f"{AT}left-buttock/", "/pain-map/buttock/"])
def test_one_place_tells_each_muscle_in_two_lines_often_before_sometimes(client: Client, path: str) -> None:
    soup = soup_of(client, path)
    said = [p.get_text() for p in soup.select(".findings li > div > h3 + p")]
    kinds = ["Often felt here: " in text for text in said]
    assert kinds == sorted(kinds, reverse=True)
    assert kinds[0]
    assert not kinds[-1]
    assert [h for h in headings(soup) if "refer pain here" in h or "sometimes do" in h] == [
        "Muscles that often refer pain here",
        "Muscles that sometimes do",
    ]
    for muscle in soup.select(".findings > li"):
        assert len(muscle.select("p")) == 2
        assert muscle.select("p")[1].get_text().startswith("People notice: ")
        assert muscle.h3.a["href"].startswith("/muscles/")


def test_a_few_signs_are_seen_at_once_and_all_others_one_touch_away(client: Client) -> None:
    for path in ("/pain-map/low-back/", SEVERAL):
        card = soup_of(client, path).select_one("#doctor")
        seen = [li for li in card.select("li") if not li.find_parent("details")]
        assert 2 <= len(seen) <= 5, path
        [folded] = card.select("details")
        assert folded.summary is not None
        assert {level for level in ("emergency", "urgent", "soon") if folded.select(f".red-flags--{level} li")} >= {
            "emergency",
            "urgent",
        }


def test_what_a_study_described_is_told_from_convention(client: Client) -> None:
    PageSource.objects.filter(page__slug="upper-trapezius").delete()
    assert "described in a study" in soup_of(client, "/pain-map/temple/").select_one(".findings").get_text()
    places = soup_of(client, "/muscles/upper-trapezius/").select(".places li")
    told = {place.a.get_text(): place.select_one(".small a") for place in places}
    assert told["Temple"].get_text() == "described in a study"
    assert told["Behind the eye"] is None
    page = soup_of(client, "/muscles/upper-trapezius/")
    assert page.select_one(told["Temple"]["href"]) is not None
    said = [link for link in page.select("main a") if link.get_text() == "textbook convention"]
    assert len(said) == 1  # once for the whole page, not beside each place
    assert page.select_one(str(said[0]["href"])) is not None


def test_of_muscles_that_fit_all_places_those_that_often_do_come_first() -> None:
    regions = {slug: Region(slug, slug, f"/{slug}/", sided=False) for slug in ("one", "other")}
    muscles = tuple(
        Muscle(state, state, "", "/", (), None, dict.fromkeys(regions, state), {}, "")
        for state in ("sometimes", "often")
    )
    result = result_for(PainMapData(regions, muscles), [Chosen(slug) for slug in regions])
    assert [found.muscle.title for found in result.sections[0].detailed] == ["often", "sometimes"]


@pytest.mark.parametrize(("place", "view"), [("left-low-back", "back"), ("left-groin", "front")])
def test_a_phone_shows_first_the_view_with_more_to_see(client: Client, place: str, view: str) -> None:
    assert soup_of(client, f"{AT}{place}/").select_one(".views input[checked]")["id"].endswith(view)


def points(soup: BeautifulSoup, view: str) -> list[float]:
    """How far each point in the figure is from its left edge."""
    return [float(str(point["cx"])) for point in soup.select(f".finder .view-{view} circle.point")]


def test_a_point_lies_on_the_side_where_it_hurts(client: Client) -> None:
    mixed = soup_of(client, f"{AT}left-outer-hip/left-outer-thigh/right-temple/")
    assert points(mixed, "front")
    assert points(mixed, "back")
    assert all(across > 100 for across in points(mixed, "front"))  # seen from the front, left is on the right
    assert all(across < 100 for across in points(mixed, "back"))
    right = points(soup_of(client, f"{AT}right-outer-hip/"), "back")
    assert right
    assert all(across > 100 for across in right)


def test_a_place_on_both_sides_has_its_points_on_both(client: Client) -> None:
    across = points(soup_of(client, f"{AT}outer-hip/tailbone/"), "back")
    assert sorted(across) == sorted(200 - x for x in across)


def test_the_figure_says_which_side_is_which(client: Client) -> None:
    soup = soup_of(client, SEVERAL)
    for view, names in {"front": ["Right", "Left"], "back": ["Left", "Right"]}.items():
        texts = soup.select(f".finder .view-{view} .side-names text")
        assert [text.get_text() for text in sorted(texts, key=lambda text: float(str(text["x"])))] == names


def test_whoever_has_a_sign_is_told_what_to_do_now(client: Client) -> None:
    assert soup_of(client, "/pain-map/help-now/").text.count("wait for a reply") == 1
    PainMapPage.objects.update(emergency_advice="Ring {emergency} at once.", help_now="<p>Say where it hurts.</p>")
    invalidate()
    card = soup_of(client, "/pain-map/chest/").select_one(".red-flags--emergency")
    assert card is not None
    assert "Ring 911 at once." in card.get_text()
    link = card.find("a", string="I have one of these")
    assert isinstance(link, Tag)
    soup = soup_of(client, str(link["href"]))
    assert "Ring 911 at once." in soup.main.get_text()
    assert "Say where it hurts." in soup.main.get_text()
    assert soup.main.select_one("a.button")["href"] == "tel:911"
    assert soup.select("meta[name=robots][content=noindex]")
    assert not soup.select("form[method=post]")


@pytest.mark.parametrize(("market", "number"), [("US", "911"), ("UK", "999")])
def test_help_is_called_by_the_clinics_own_number(client: Client, market: str, number: str) -> None:
    ClinicSettings.objects.update(market=market)
    invalidate()
    card = soup_of(client, f"{AT}left-calf/").select_one(".red-flags--emergency")
    assert "Get medical help now" in card.get_text()
    assert f"Call {number}" in card.get_text()


def test_the_map_leads_on_to_conditions(client: Client) -> None:
    for path in ("/pain-map/outer-hip/", "/muscles/gluteus-minimus/"):
        assert "/conditions/hip-pain/" in {str(a["href"]) for a in soup_of(client, path).select("main a[href]")}, path


def test_a_muscle_of_one_side_does_not_fit_places_on_different_sides(client: Client) -> None:
    soup = soup_of(client, f"{AT}right-calf/left-outer-hip/")
    assert not any("all of these places" in text for text in headings(soup))


def test_places_without_a_common_muscle_say_so_and_still_help(client: Client) -> None:
    soup = soup_of(client, f"{AT}heel/temple/")
    assert "No muscle on our charts" in soup.get_text()
    assert soup.select(".muscles li")


# Choosing -----------------------------------------------------------------------------------------


def chosen_links(soup: BeautifulSoup) -> dict[str, str]:
    return {str(a["data-place"]): str(a["href"]) for a in soup.select(".finder .places a")}


def test_every_place_can_be_added_and_taken_away_by_plain_links(client: Client) -> None:
    soup = soup_of(client, "/pain-map/outer-hip/")
    added = chosen_links(soup)["low-back"]
    assert added == f"{AT}low-back/outer-hip/"
    soup = soup_of(client, added)
    links = soup.select('.finder .places a[aria-current="true"]')
    assert [a["data-place"] for a in links] == ["low-back", "outer-hip"]
    assert all("chosen" in a.get_text() for a in links)
    assert chosen_links(soup)["low-back"] == "/pain-map/outer-hip/"
    figure = soup.select('.finder svg a[aria-current="true"] title')
    assert {title.get_text() for title in figure} == {
        f"{name}, {side} side: chosen" for name in ("Low back", "Outer hip") for side in ("left", "right")
    }


def test_figure_and_list_lead_to_the_same_places(client: Client) -> None:
    soup = soup_of(client, SEVERAL)
    drawn = {str(a["data-place"]).split(":")[0] for a in soup.select(".finder svg a[data-place]")}
    assert drawn == set(chosen_links(soup)) == set(RegionPage.objects.values_list("slug", flat=True))


def test_sides_are_links_and_the_middle_has_none(client: Client) -> None:
    sides = {a.get_text(): str(a["href"]) for a in soup_of(client, "/pain-map/calf/").select(".sides a")}
    assert sides == {"Left": f"{AT}left-calf/", "Right": f"{AT}right-calf/", "Both": "/pain-map/calf/"}
    assert not soup_of(client, "/pain-map/tailbone/").select(".sides a")
    current = soup_of(client, f"{AT}left-calf/").select('.sides a[aria-current="true"]')
    assert [a.get_text() for a in current] == ["Left"]


def test_six_places_are_the_most(client: Client) -> None:
    soup = soup_of(client, f"{AT}buttock/calf/chest/groin/heel/temple/")
    assert set(chosen_links(soup)) == {"buttock", "calf", "chest", "groin", "heel", "temple"}
    assert "Remove one" in soup.get_text()


def test_every_link_of_a_result_leads_somewhere(client: Client) -> None:
    links = {str(a["href"]) for a in soup_of(client, SEVERAL).select("main a[href^='/']")}
    kinds = {(*link.split("/")[1:3][: 1 + link.startswith("/pain-map/at/")], link.count("/")): link for link in links}
    for link in kinds.values():
        assert client.get(link).status_code == 200, link


def test_a_pain_map_that_is_not_live_answers_nothing(client: Client) -> None:
    PainMapPage.objects.get().unpublish()
    invalidate()
    assert client.get(SEVERAL).status_code == 404
