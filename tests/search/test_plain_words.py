"""What people in pain type, and the page that must be among the first three that they see."""

import pytest
from django.test import Client

from tests.search.help import guide, searched

pytestmark = pytest.mark.django_db

FIRST = 3
TYPED = {
    # A place and its complaint
    "heel pain": "Heel",
    "my heel hurts": "Heel",
    "knee pain": "Front of the knee",
    "groin pain": "Groin",
    "pain in the groin": "Groin",
    "tailbone pain": "Tailbone",
    "elbow pain": "Elbow and forearm",
    "calf pain": "Calf",
    "sore calves": "Calf",
    "temple pain": "Temple",
    "aching temples": "Temple",
    "outer hip pain": "Outer hip",
    "pain behind the eye": "Behind the eye",
    "headache behind eye": "Behind the eye",
    "pain between my shoulder blades": "Between the shoulder blades",
    "chest ache": "Chest",
    "why does my hip hurt when I sit": "Hip pain from sitting",
    "my lower back is killing me": "Low back pain",
    "knot in shoulder": "Neck and shoulder tension",
    "desk job neck": "Ten minutes a workday for a desk neck",
    "hamstrings are tight": "Hamstrings",
    "hip pain going up stairs": "Hip pain",
    # Typos
    "knee pian": "Front of the knee",
    "heal pain": "Heel",
    "pirifomis syndrom": "Piriformis",
    "siatica": "Sciatica-like pain",
    # British, Latin and everyday words
    "bum pain": "Buttock",
    "lumbago": "Low back",
    "coccyx": "Tailbone",
    "musculus piriformis": "Piriformis",
    "levator scapulae": "Levator scapulae",
    "m. trapezius": "Upper trapezius",
    "golfer's elbow": "Elbow and forearm",
    "plantar fasciitis": "Heel",
    "shin splints": "Outer lower leg",
    # Diagnoses
    "sciatica": "Sciatica-like pain",
    "piriformis syndrome": "Piriformis",
    "trapped nerve": "Sciatica-like pain",
    "is it sciatica or piriformis": "Piriformis",
    "migraine": "Temple",
    # The treatment
    "what is dry needling": "Trigger point therapy or deep tissue massage?",
    "does it hurt": "What a session feels like",
    "will I be sore?": "What a session feels like",
    "does it work": "What the studies say, and what they don’t",
    "who are you": "Practitioners",
    # The clinic
    "cost": "Sessions and prices",
    "how much": "Sessions and prices",
    "How much does a session cost?": "Sessions and prices",
    "book": "Ask about a session",
    "can I book online": "Ask about a session",
    "phone number": "Ask about a session",
    "opening times": "Ask about a session",
    "are you open on Saturday?": "Ask about a session",
    "Where are you?": "Ask about a session",
    "location": "Ask about a session",
    "do you have parking": "Ask about a session",
}


@pytest.mark.parametrize(("typed", "title"), TYPED.items())
def test_what_people_type_leads_to_the_page(client: Client, typed: str, title: str) -> None:
    assert title in searched(client, typed).titles[:FIRST]


@pytest.mark.parametrize(
    ("typed", "title"),
    [("heel pain", "Heel"), ("piriformis syndrome", "Piriformis"), ("outer hip pain", "Outer hip"), ("knees", "Knee")],
)
def test_a_page_named_for_what_hurts_comes_first(client: Client, typed: str, title: str) -> None:
    guide("Knee", "Nothing else.")
    assert searched(client, typed).titles[0] == title


def test_a_complaint_is_found_in_whatever_words_the_page_has_it(client: Client) -> None:
    for written in ("an ache", "a pain", "it hurts"):
        guide(f"Page of {written}", f"There is {written} in the qqplace.")
    for typed in ("qqplace pain", "qqplace ache", "sore qqplace", "my qqplace hurts so badly", "pain in the qqplace"):
        assert len(searched(client, typed).titles) == 3, typed


def test_a_page_with_the_telling_word_in_its_title_counts_without_the_other_words(client: Client) -> None:
    guide("Of qqtelling", "Nothing else.")
    guide("Elsewhere", "The qqtelling and the qqother.")
    guide("Only mentioned", "The qqtelling.")
    seen = searched(client, "qqtelling qqother")
    assert set(seen.titles) == {"Of qqtelling", "Elsewhere"}
    assert seen.heading.startswith("2 pages")


def test_a_pick_for_a_word_is_none_for_a_question_about_something_else(client: Client) -> None:
    assert searched(client, "do you have a phone").soup.select(".picks")
    assert not searched(client, "neck pain from the phone").soup.select(".picks")
