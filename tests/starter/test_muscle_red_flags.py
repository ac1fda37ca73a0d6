"""A muscle's page says when its ache needs a doctor: a few signs at once, the rest for its places one tap away."""

from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.test import Client

from content.anatomy.pain_map_data import LevelWording, RedFlag, short_flags
from content.models import MusclePage, PainMapPage, RegionPage
from tests.starter.validate import read_entries

MUSCLES, REGIONS = read_entries("muscles"), read_entries("regions")
WORDING = {level: LevelWording(f"{level} if", "Call.") for level in ("emergency", "urgent", "soon")}
HEART = RedFlag("emergency", "The heart", ("Chest pain", "Sweating"))
CLOT = RedFlag("emergency", "A clot", ("A hot calf", "Breathlessness"))
FALL = RedFlag("emergency", "A fall", ("A car crash",))
EYE = RedFlag("emergency", "The eye", ("A red eye",))
FEVER = RedFlag("urgent", "", ("Fever",))


def signs_in(card: Tag | BeautifulSoup) -> list[str]:
    return [" ".join(li.get_text(" ").split()).replace("’", "'") for li in card.select("li")]


def card_of(soup: BeautifulSoup) -> Tag:
    [card] = soup.select(".red-flags")
    return card


@pytest.mark.django_db
@pytest.mark.parametrize("slug", MUSCLES)
def test_every_muscle_tells_the_signs_of_the_places_where_it_is_felt(
    starter_soup: dict[str, BeautifulSoup], slug: str
) -> None:
    card = card_of(starter_soup[f"/muscles/{slug}/"])
    told = signs_in(card)
    due = {
        sign
        for row in MUSCLES[slug]["referrals"]
        for flag in REGIONS[row["region"]]["red_flags"]
        for sign in flag["signs"]
    }
    assert set(told) == due
    assert len(told) == len(due)
    folded = signs_in(card.details)
    assert 3 <= len(told) - len(folded) <= 5
    assert "911" in card.get_text()


@pytest.mark.parametrize("slug", MUSCLES)
def test_no_muscle_counts_as_its_own_what_its_page_sends_to_a_doctor(slug: str) -> None:
    """Pain on a cough can't be both an everyday sign of a muscle and a reason to see a doctor."""
    muscle = MUSCLES[slug]
    flags = [flag for row in muscle["referrals"] for flag in REGIONS[row["region"]]["red_flags"]]
    if any("cough" in sign for flag in flags for sign in flag["signs"]):
        assert "cough" not in " ".join([*muscle["signs"], *muscle["overload"]])


@pytest.mark.django_db
def test_the_signs_come_before_what_you_can_do_yourself(starter_soup: dict[str, BeautifulSoup]) -> None:
    for page in MusclePage.objects.live():
        main = starter_soup[page.url].main
        headings = [heading.get_text(" ", strip=True) for heading in main.find_all("h2")]
        assert headings[0].startswith("Emergency:"), page.slug
        assert "What you can do yourself" in headings[1:]


@pytest.mark.django_db
def test_a_muscle_s_signs_follow_what_staff_change(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    def told() -> str:
        return card_of(BeautifulSoup(client.get("/muscles/sternocleidomastoid/").content, "html.parser")).get_text(" ")

    assert "One calf or leg that is hot" in told()
    with django_capture_on_commit_callbacks(execute=True):
        RegionPage.objects.get(slug="chest").unpublish()
    assert "One calf or leg that is hot" not in told()

    page = PainMapPage.objects.get()
    page.emergency_heading = "Go to the hospital if you have"
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert "Go to the hospital if you have" in told()


def test_each_place_s_first_sign_is_seen_and_those_of_the_heart_come_first() -> None:
    found = short_flags([[EYE, FEVER], [CLOT], [FEVER, HEART, FALL]], WORDING)
    assert found is not None
    assert found.heading == "emergency if"
    assert found.first == ("Chest pain", "A red eye", "A hot calf", "Breathlessness")
    others = [(card.level, [sign for _, signs in card.groups for sign in signs]) for card in found.others]
    assert others == [("emergency", ["Sweating", "A car crash"]), ("urgent", ["Fever"])]


def test_a_single_place_shows_its_next_signs_too() -> None:
    found = short_flags([[FALL, CLOT, EYE]], WORDING)
    assert found is not None
    assert found.first == ("A car crash", "A hot calf", "Breathlessness")


@pytest.mark.django_db
@pytest.mark.parametrize(
    "address", ["at/calf/chest/", "at/calf/chest/low-back/", "at/chest/left-heel/temple/", "chest/"]
)
def test_the_heart_comes_first_wherever_the_chest_is_chosen(client: Client, address: str) -> None:
    soup = BeautifulSoup(client.get(f"/pain-map/{address}").content, "html.parser")
    seen = signs_in(soup.select_one("#doctor .red-flags"))
    assert seen[0].startswith("Pain, pressure or tightness in the chest")
    assert "Breathlessness" in seen
    for place, first in {
        "calf": "One calf or leg that is hot",
        "low-back": "New numbness",
        "temple": "A drooping",
    }.items():
        assert place not in address or any(sign.startswith(first) for sign in seen)


def test_few_emergencies_leave_no_empty_card() -> None:
    found = short_flags([[FALL]], WORDING)
    assert found is not None
    assert (found.first, found.others) == (("A car crash",), ())


def test_without_an_emergency_the_next_urgent_signs_are_seen() -> None:
    found = short_flags([[FEVER]], WORDING)
    assert found is not None
    assert (found.level, found.heading, found.first, found.others) == ("urgent", "urgent if", ("Fever",), ())
    assert short_flags([], WORDING) is None
