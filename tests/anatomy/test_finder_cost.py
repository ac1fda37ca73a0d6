"""The finder's cost in queries, bytes and scripts doesn't depend on the number of muscles."""

import gzip
from dataclasses import replace

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from config.environment import BASE_DIR
from content.anatomy.finder import MOST_DETAILED, MOST_LISTED, result_for
from content.anatomy.pain_map_data import Muscle, PainMapData, Region
from content.anatomy.places import Chosen
from content.caching.version import invalidate
from content.models import MuscleIndexPage, MusclePage, ReferralPattern, RegionPage
from tests.anatomy.test_finder import AT, SEVERAL, soup_of

pytestmark = pytest.mark.django_db
FIRST_LOOK = 32  # includes what a page shows of others, however many; Wagtail looks it up level by level

CHOICES = [f"{AT}left-calf/", SEVERAL, f"{AT}buttock/calf/chest/groin/heel/temple/", "/pain-map/calf/", "/pain-map/"]


@pytest.fixture
def fifty_more_muscles() -> None:
    """Fifty muscles, each felt in two places."""
    parent = MuscleIndexPage.objects.get()
    regions = list(RegionPage.objects.all())
    for number in range(50):
        page = MusclePage(
            title=f"Muscle {number}", slug=f"muscle-{number}", latin_name="Musculus", signs="<p>An ache</p>"
        )
        page.referrals = [
            ReferralPattern(region=regions[(number + step) % len(regions)], strength=strength)
            for step, strength in enumerate(("primary", "spillover"))
        ]
        parent.add_child(instance=page)
    invalidate()


def check_queries(client: Client, count: DjangoAssertNumQueries, most: int) -> None:
    for path in ("/contact/", "/pain-map/", "/pain-map/calf/"):  # caches each page's own data, but no choice
        client.get(path)
    for path in CHOICES:
        with count(most):
            assert client.get(path).status_code == 200, path
    with count(FIRST_LOOK):  # for a place nobody has opened since the last publication
        assert client.get("/pain-map/buttock/").status_code == 200


def test_a_result_takes_few_queries(client: Client, django_assert_max_num_queries: DjangoAssertNumQueries) -> None:
    check_queries(client, django_assert_max_num_queries, 8)


@pytest.mark.usefixtures("fifty_more_muscles")
def test_more_muscles_take_no_more_queries(
    client: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    check_queries(client, django_assert_max_num_queries, 8)


def test_of_five_hundred_muscles_a_result_names_a_few_and_says_how_many_it_left_out() -> None:
    calf = Region("calf", "Calf", "/pain-map/calf/", sided=True)
    muscle = Muscle("m", "Muscle", "Musculus", "/muscles/m/", (), None, {"calf": "often"}, {}, "")
    muscles = tuple(replace(muscle, slug=f"m{n}", title=f"Muscle {n}", url=f"/muscles/m{n}/") for n in range(500))
    result = result_for(PainMapData({"calf": calf}, muscles), [Chosen("calf", None)])
    named = sum(len(section.detailed) + len(section.listed) for section in result.sections)
    assert named == MOST_DETAILED + MOST_LISTED
    assert result.left_out == 500 - named


@pytest.mark.parametrize("path", CHOICES)
def test_a_page_is_light_with_style_drawing_and_script(client: Client, path: str) -> None:
    script = gzip.compress((BASE_DIR / "static/js/finder.js").read_bytes())
    assert len(script) <= 4_000
    assert len(gzip.compress(client.get(path).content)) + len(script) <= 30_000, path


def test_the_script_is_only_where_places_are_chosen(client: Client) -> None:
    for path, expected in {
        "/pain-map/": 1,
        "/pain-map/calf/": 1,
        SEVERAL: 1,
        "/": 0,
        "/muscles/calf/": 0,
        "/conditions/": 0,
    }.items():
        scripts = soup_of(client, path).select("script[src*=finder]")
        assert len(scripts) == expected, path
        assert all(tag["type"] == "module" and str(tag["src"]).startswith("/static/") for tag in scripts)
        assert all(not tag.get_text() for tag in scripts)
