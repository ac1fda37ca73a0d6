"""What the pain map may say: may, often, sometimes, worth checking; never a diagnosis, a score or a promise."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.anatomy.finder import HEADINGS, LEADS, REST_HEADINGS
from content.models import MusclePage, RegionPage
from tests.starter.validate import read_entries

CAREFUL = re.compile(r"\b(may|might|can|could|often|sometimes|many|some people|worth|usually|rarely|people)\b", re.I)
# "Not a diagnosis" is what it should say; everything else about diagnosis is for doctors.
FORBIDDEN = re.compile(
    r"(?<!not a )\bdiagnos\w*|\b(you have|you suffer|your (pain|ache|problem) (is|comes)|is caused by|the cause of your"
    r"|the source of your|(true|root) cause|cures?|cured|heals?|healed|guarantee\w*|proven|fix(es|ed)?|probab\w*"
    r"|likelihood|most likely|score|\d+ ?% (match|chance|likely)|certainly|definitely|always means)\b",
    re.I,
)
MUSCLES, REGIONS = read_entries("muscles"), read_entries("regions")
# Things therapists ask about without a page that says so: they may ask, but the site may not state them.
HEDGED = {
    "levator-scapulae": "screen|phone",
    "sternocleidomastoid": "looking up",
    "splenius-cervicis": "draft",
    "semispinalis-capitis": "looking down",
    "rhomboids": "rounded|reaching",
    "infraspinatus": "lying on",
    "supraspinatus": "carrying",
    "teres-minor": "reaching",
    "serratus-posterior-superior": "cough",
    "erector-spinae": "standing",
    "multifidus": "bending|twisting|sitting",
    "gluteus-medius": "one leg",
    "piriformis": "crossing|driving",
    "hamstrings": "seat|sprint|sitting",
    "adductor-magnus": "slip|splits|cycling",
    "vastus-lateralis": "running",
    "quadriceps": "tucked",
    "calf": "heels|cramp",
}
CHOICES = [
    "/pain-map/at/left-calf/",
    "/pain-map/at/left-outer-hip/outer-lower-leg/",
    "/pain-map/at/heel/temple/",
    "/pain-map/at/buttock/calf/chest/groin/heel/temple/",
]


def texts(entry: Any) -> list[str]:
    """Every text in an entry, at any depth."""
    if isinstance(entry, str):
        return [entry]
    if isinstance(entry, dict):
        return [text for key, value in entry.items() if key != "sources" for text in texts(value)]
    return [text for value in entry for text in texts(value)] if isinstance(entry, list) else []


def signs_of_doctors(entry: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in entry.items() if key != "red_flags"}


@pytest.mark.parametrize("slug", MUSCLES)
def test_a_muscle_says_may_and_no_diagnosis(slug: str) -> None:
    muscle = MUSCLES[slug]
    assert CAREFUL.search(muscle["summary"])
    assert CAREFUL.search(muscle["search_description"])
    assert [text for text in texts(muscle) if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize(("slug", "words"), HEDGED.items())
def test_what_is_only_practice_is_said_to_be_what_therapists_ask_about(slug: str, words: str) -> None:
    overload = MUSCLES[slug]["overload"]
    said = [line for line in overload if re.search(words, line, re.I)]
    assert said
    assert all(line.startswith("Many therapists") for line in said), said
    assert not any(line.startswith("Many therapists also") for line in overload[:1])


def test_no_muscle_is_said_to_be_told_by_weakness() -> None:
    """Weakness needs a doctor; it isn't a sign of a trigger point."""
    assert [s for muscle in MUSCLES.values() for s in muscle["signs"] if re.search("weak", s, re.I)] == []


@pytest.mark.parametrize("slug", REGIONS)
def test_a_region_says_often_and_no_diagnosis(slug: str) -> None:
    region = REGIONS[slug]
    assert CAREFUL.search(region["what_people_notice"])
    assert CAREFUL.search(region["summary"])
    assert [text for text in texts(signs_of_doctors(region)) if FORBIDDEN.search(text)] == []


@pytest.mark.parametrize("slug", REGIONS)
def test_a_region_is_found_by_those_who_search_for_pain(slug: str) -> None:
    region = REGIONS[slug]
    assert re.search(r"\bpain\b", region["search_description"].partition(":")[0], re.I)
    assert re.search(r"\bpain\b", region["seo_title"], re.I)
    assert re.search(r"\bpain\b", f"{region['summary']} {region['what_people_notice']}", re.I)


def test_nobody_presses_the_buttock_while_pain_runs_down_the_leg() -> None:
    buttock = {slug for slug in MUSCLES if slug.startswith("gluteus") or slug == "piriformis"}
    assert len(buttock) == 4
    for slug in buttock:
        for advice in MUSCLES[slug]["self_care"]:
            assert "ball" not in advice or "Not with pain down the leg" in advice, slug


def test_the_finder_itself_says_may() -> None:
    for said in (*HEADINGS.values(), *REST_HEADINGS.values(), *LEADS.values()):
        assert CAREFUL.search(said), said
        assert not FORBIDDEN.search(said), said


@pytest.mark.django_db
def test_no_page_of_the_pain_map_diagnoses(client: Client, starter_html: dict[str, str]) -> None:
    pages = [*RegionPage.objects.live(), *MusclePage.objects.live()]
    for path in ["/pain-map/", *CHOICES, *(page.url for page in pages)]:
        soup = BeautifulSoup(starter_html.get(path) or client.get(path).content, "html.parser")
        main = soup.main
        assert main is not None
        for part in main.select(".sources, .red-flags, form, .band"):
            part.decompose()
        said = main.get_text(" ", strip=True)
        found = [said[max(0, m.start() - 40) : m.end() + 20] for m in FORBIDDEN.finditer(said)]
        assert found == [], path
        if path != "/pain-map/" and "/muscles/" not in path:
            assert "not a diagnosis" in said, path
