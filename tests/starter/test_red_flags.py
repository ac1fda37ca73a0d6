"""Signs that need a doctor, as visitors see them: none missing where it belongs, and consistent on every page."""

import re
from collections.abc import Callable
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup

from content.anatomy.figure import load_figure
from content.models import ConditionPage, RegionPage
from content.starter.files import StarterFile, page_files
from content.text.plain_yaml import load_yaml
from tests.starter.required import missing_signs
from tests.starter.validate import STARTER, problems, read_entries

Signs = dict[str, list[str]]
Pages = dict[str, BeautifulSoup]
MUSCLES, REGIONS = read_entries("muscles"), read_entries("regions")
SOURCES = load_yaml((STARTER / "sources.yaml").read_text())
DUE = load_yaml(Path(__file__).with_name("due_signs.yaml").read_text())
REGIONS_OF = {topic: due["regions"].split() for topic, due in DUE.items()}
HEAD = ["temple", "behind-the-eye", "top-of-head", "back-of-head"]
NECK = ["side-of-neck", "neck-shoulder-angle"]
SPINE = ["between-shoulder-blades", "mid-back", "low-back", "beltline", "tailbone"]
BACK = [*SPINE, "shoulder-blade"]
LEG = [
    *("buttock", "outer-hip", "groin", "front-of-thigh", "outer-thigh", "back-of-thigh"),
    *("front-of-knee", "back-of-knee", "calf", "outer-lower-leg", "heel"),
]
SHOULDERS = ["front-of-shoulder", "outer-shoulder", "back-of-shoulder"]
ARMS = ["upper-arm", "elbow-and-forearm", "thumb-side-of-hand", "little-finger-side"]
# In the exact words used on the pages.
SAID = [
    ("emergency", "New numbness or tingling around the genitals, the anus or the inner thighs", {*SPINE}),
    ("emergency", "You can't start to pass urine, or can't hold it", {"buttock", "groin", "calf"}),
    ("emergency", "Pain, tingling, weakness or numbness in both legs, or weakness that quickly gets worse", {*SPINE}),
    ("emergency", "Sweating, nausea or feeling faint with the pain", {*BACK, *NECK, *SHOULDERS, *ARMS}),
    ("emergency", "A serious accident or fall, such as a car crash", {*BACK, *SHOULDERS, *ARMS, *LEG, "chest"}),
    ("emergency", "A minor fall, if you have osteoporosis or take steroids", {*BACK, *SHOULDERS, *ARMS, *LEG, "chest"}),
    ("emergency", "A sudden headache that is the worst you have ever had", {*HEAD, *NECK}),
    ("emergency", "New dizziness, double vision or sudden falls", {*NECK, "back-of-head"}),
    ("emergency", "One calf or leg that is hot, swollen and painful", {*LEG}),
    (
        "emergency",
        "Pain, pressure or tightness in the chest, whether or not it spreads to an arm, the jaw, neck, back or belly",
        {*BACK, *NECK, *SHOULDERS, *ARMS, "chest", "abdomen"},
    ),
    (
        "emergency",
        "Sudden, severe or tearing pain in the chest, back, belly or side, or between the shoulder blades",
        {*BACK, "chest", "abdomen"} - {"tailbone"},
    ),
    ("emergency", "An arm or hand that suddenly turns cold, pale or numb, or has no pulse", {*ARMS}),
    ("emergency", "A leg or foot that suddenly turns cold, pale or numb, or has no pulse", {*LEG}),
    (
        "emergency",
        "After an injury or in a cast, pain far worse than you would expect, with tight, tense swelling",
        {*ARMS, *LEG} - {"buttock", "outer-hip", "groin"},
    ),
    (
        "emergency",
        "A limp or leg pain in a child or teenager who has a fever, seems ill or can't put weight on the leg",
        {*LEG},
    ),
    ("emergency", "A red, painful eye or a sudden change in sight. It may be acute glaucoma", {*HEAD}),
    ("urgent", "A child who limps, or a teenager with pain in the hip, thigh or knee", {*LEG}),
    ("urgent", "Fever, or feeling very unwell", {*BACK, *NECK}),
    ("urgent", "Weight loss without trying, or cancer now or in the past", {*BACK, *NECK, *SHOULDERS, *ARMS, *LEG}),
    ("urgent", "Clumsy hands, or trouble with buttons", {*NECK, *ARMS}),
    ("urgent", "Weakness that gets worse, or a foot that drops", {*LEG, "low-back", "beltline"}),
    ("urgent", "Pain that gets worse when you cough, sneeze or open your bowels", {*SPINE}),
    ("urgent", "A new headache after the age of 50, or a scalp that is tender to touch", {*HEAD}),
    ("soon", "No improvement in about six weeks", {*BACK, *NECK, "back-of-head"}),
    ("soon", "Pain that began before the age of 20 or after 55", {*NECK, "back-of-head"}),
    ("soon", "Trouble keeping your balance", {*NECK, "back-of-head"}),
]


def topics_of(signs: Signs) -> set[str]:
    """The topics that these signs mention at the level each topic requires."""
    return {
        topic
        for topic, due in DUE.items()
        if any(re.search(due["says"], sign, re.I) for sign in signs.get(due["level"], []))
    }


def due_at(slug: str) -> set[str]:
    return {topic for topic, regions in REGIONS_OF.items() if slug in regions}


def shown(pages: Pages, path: str) -> Signs:
    """A page's signs by the card that shows them."""
    soup = pages[path]
    return {
        level: [li.get_text(" ", strip=True).replace("’", "'") for li in soup.select(f".red-flags--{level} li")]
        for level in ("emergency", "urgent", "soon")
    }


@pytest.mark.django_db
def test_each_sign_stands_on_the_page_of_each_region_it_belongs_to(starter_soup: Pages) -> None:
    signs = {page.slug: shown(starter_soup, page.url) for page in RegionPage.objects.live()}
    assert signs.keys() == REGIONS.keys()
    for level, sign, slugs in SAID:
        assert {slug for slug in slugs if sign not in signs[slug][level]} == set(), sign
    for slug, by_level in signs.items():
        assert due_at(slug) - topics_of(by_level) == set(), slug


@pytest.mark.django_db
def test_a_region_says_each_sign_once_and_emergencies_before_all_else(starter_soup: Pages) -> None:
    for page in RegionPage.objects.live():
        signs = shown(starter_soup, page.url)
        every = [sign for level in signs.values() for sign in level]
        assert len(every) == len({sign.casefold() for sign in every}), page.slug
        assert signs["emergency"], page.slug


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("advice", "slugs"),
    [
        ("https://www.nhs.uk/conditions/back-pain/", REGIONS.keys() - {*HEAD[:-1]}),
        ("https://www.nhs.uk/conditions/heart-attack/", {*BACK, *NECK, *SHOULDERS, *ARMS, "chest", "abdomen"}),
        ("https://www.nhs.uk/conditions/abdominal-aortic-aneurysm/", {*BACK, "chest", "abdomen"} - {"tailbone"}),
        ("https://www.nhs.uk/conditions/compartment-syndrome/", {*ARMS, *LEG} - {"buttock", "outer-hip", "groin"}),
        ("https://www.nhs.uk/conditions/glaucoma/", {*HEAD}),
    ],
)
def test_advice_that_a_region_repeats_is_linked_on_its_page(starter_soup: Pages, advice: str, slugs: set[str]) -> None:
    linked = {page.slug for page in RegionPage.objects.live() if advice in str(starter_soup[page.url])}
    assert linked == slugs


@pytest.mark.django_db
def test_an_eye_that_needs_help_now_is_nowhere_told_to_wait(starter_soup: Pages) -> None:
    for url in starter_soup:
        signs = shown(starter_soup, url)
        assert not [sign for sign in (*signs["urgent"], *signs["soon"]) if re.search(r"\beye\b|\bsight\b", sign)], url


@pytest.mark.django_db
def test_both_legs_are_nowhere_explained_away(starter_soup: Pages) -> None:
    """An everyday cause of pain in both legs says in the same breath that a doctor comes first."""
    for page in ConditionPage.objects.live():
        causes = [li.get_text(" ") for li in starter_soup[page.url].select("main li:not(.red-flags li)")]
        assert [cause for cause in causes if re.search("(both|the) legs", cause) and "doctor" not in cause] == [], page


@pytest.mark.django_db
def test_the_heart_is_more_than_the_left_arm(starter_soup: Pages) -> None:
    for url, soup in starter_soup.items():
        assert "left arm" not in soup.main.get_text(" "), url


@pytest.mark.django_db
def test_conditions_and_their_regions_call_the_same_signs_emergencies(starter_soup: Pages) -> None:
    conditions = list(ConditionPage.objects.live())
    assert len(conditions) == 6
    emergencies = {topic for topic, due in DUE.items() if due["level"] == "emergency"}
    for page in conditions:
        on_page = topics_of(shown(starter_soup, page.url)) & emergencies
        regions = [link.region for link in page.condition_regions.select_related("region")]
        on_regions = [topics_of(shown(starter_soup, region.url)) & emergencies for region in regions]
        assert on_page - set.union(*on_regions) == set(), page.slug
        assert set.intersection(*on_regions) - on_page == set(), page.slug


@pytest.mark.django_db
def test_a_condition_takes_no_sign_lighter_than_its_regions_do(starter_soup: Pages) -> None:
    """What a region calls an emergency isn't just "see a doctor" on a condition's page."""
    emergencies = {sign for region in REGIONS.values() for sign in signs_at(region, "emergency")}
    for page in ConditionPage.objects.live():
        signs = shown(starter_soup, page.url)
        assert emergencies & {*signs["urgent"], *signs["soon"]} == set(), page.slug


# The table that the data is checked against --------------------------------------------------------


def signs_at(region: dict[str, Any], level: str) -> list[str]:
    return [sign for flag in region["red_flags"] if flag["level"] == level for sign in flag["signs"]]


def test_each_sign_is_missed_when_it_goes() -> None:
    for slug, region in REGIONS.items():
        bare = {**region, "red_flags": []}
        due = due_at(slug)
        assert len(list(missing_signs(slug, bare))) == len(due) > 3
        for topic in due:
            level = DUE[topic]["level"]
            without = [flag for flag in region["red_flags"] if flag["level"] != level]
            found = list(missing_signs(slug, {**region, "red_flags": without}))
            assert f"region {slug} has no sign about {topic} at the level {level}" in found


def test_the_table_speaks_of_the_regions_that_there_are() -> None:
    assert {slug for regions in REGIONS_OF.values() for slug in regions} == REGIONS.keys()


def uncited(muscle: dict[str, Any], region: dict[str, Any]) -> None:
    region["sources"].remove("nhs-back-pain")


def unsourced(muscle: dict[str, Any], region: dict[str, Any]) -> None:
    del muscle["referrals"][0]["source"]


def without_heart(muscle: dict[str, Any], region: dict[str, Any]) -> None:
    region["red_flags"] = [flag for flag in region["red_flags"] if "heart" not in flag.get("heading", "")]


def without_canal(muscle: dict[str, Any], region: dict[str, Any]) -> None:
    region["other_causes"].remove("Narrowing of the spinal canal")


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (uncited, "repeats advice on signs without citing nhs-back-pain"),
        (unsourced, "does not say where its pattern in low-back comes from"),
        (without_heart, "no sign about heart at the level emergency"),
        (without_canal, "no other cause about spinal canal"),
    ],
)
def test_the_validator_says_what_is_missing(spoil: Callable[[dict[str, Any], dict[str, Any]], None], said: str) -> None:
    muscles, regions = deepcopy(MUSCLES), deepcopy(REGIONS)
    assert problems(muscles, regions, SOURCES, load_figure()) == []
    spoil(muscles["multifidus"], regions["low-back"])
    assert any(said in line for line in problems(muscles, regions, SOURCES, load_figure()))


def test_a_blog_is_no_source() -> None:
    blog = {**SOURCES, "blog": {"citation": "A blog", "url": "https://massage.example/"}}
    assert problems(MUSCLES, REGIONS, blog, load_figure()) == [
        "source blog links to https://massage.example/, which is no publisher known here"
    ]


def cited(file: StarterFile) -> set[str]:
    return set(file.data.get("sources") or [])


def test_pages_cite_only_what_is_in_the_list_of_sources() -> None:
    assert set().union(*(cited(file) for file in page_files())) <= SOURCES.keys()
