"""What people type, and what they must see: `queries.yaml`."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from content.models import ConditionPage
from tests.search.help import guide, searched

pytestmark = pytest.mark.django_db

QUERIES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("queries.yaml").read_text(encoding="utf-8"))


def pairs(group: str) -> list[tuple[str, str]]:
    """(typed, what it stands under) of a group of the file."""
    return [(typed, key) for key, all_typed in QUERIES[group].items() for typed in all_typed]


@pytest.mark.parametrize(("typed", "title"), pairs("within_three"))
def test_what_people_type_leads_to_the_page(client: Client, typed: str, title: str) -> None:
    assert title in searched(client, typed).titles[:3]


@pytest.mark.parametrize(("typed", "title"), pairs("first"))
def test_the_page_that_answers_it_comes_first(client: Client, typed: str, title: str) -> None:
    assert searched(client, typed).titles[:1] == [title]


@pytest.mark.parametrize("typed", QUERIES["phone"])
def test_the_clinics_number_leads_to_its_contact_page(client: Client, typed: str) -> None:
    seen = searched(client, typed)
    assert seen.titles[:1] == ["Ask about a session"]
    assert "(555) 555-0142" in seen.soup.select_one(".found").get_text()


@pytest.mark.parametrize("typed", QUERIES["other_numbers"])
def test_another_number_does_not(client: Client, typed: str) -> None:
    assert "Ask about a session" not in searched(client, typed).titles


@pytest.mark.parametrize(("typed", "meant"), pairs("guess"))
def test_a_slip_is_understood(client: Client, typed: str, meant: str) -> None:
    seen = searched(client, typed)
    assert f"Did you mean {meant} ?" in seen.text
    assert seen.titles


@pytest.mark.parametrize("typed", QUERIES["no_guess"])
def test_what_is_no_slip_gets_no_guess(client: Client, typed: str) -> None:
    assert "Did you mean" not in searched(client, typed).text


@pytest.mark.parametrize("typed", QUERIES["nothing"])
def test_what_finds_nothing_says_where_to_begin(client: Client, typed: str) -> None:
    seen = searched(client, typed)
    assert seen.heading == f"Nothing found for “ {typed} ”"
    assert seen.titles == []
    assert seen.soup.select_one(f".cards a[href='{ConditionPage.objects.live().first().url}']")
    assert seen.soup.select_one("main a[href^='tel:']")


def test_a_guess_that_finds_nothing_better_is_not_made(client: Client) -> None:
    guide("Qqsundial", "Nothing else.")
    assert "Did you mean qqsundial ?" in searched(client, "qqsundail").text
    assert "Did you mean" not in searched(client, "qqsundail wqxzjk").text


def test_a_page_named_for_what_hurts_comes_first(client: Client) -> None:
    guide("Knee", "Nothing else.")
    assert searched(client, "knees").titles[0] == "Knee"


def test_a_complaint_is_found_in_whatever_words_the_page_has_it(client: Client) -> None:
    for written in ("an ache", "a pain", "it hurts"):
        guide(f"Page of {written}", f"There is {written} in the qqplace.")
    for typed in ("qqplace pain", "qqplace ache", "sore qqplace", "my qqplace hurts so badly", "pain in the qqplace"):
        assert len(searched(client, typed).titles) == 3, typed


def test_a_page_with_the_subject_in_its_title_counts_without_the_other_words(client: Client) -> None:
    guide("Of qqtelling", "Nothing else.")
    guide("Elsewhere", "The qqtelling and the qqother.")
    guide("Only mentioned", "The qqtelling.")
    seen = searched(client, "qqtelling qqother")
    assert set(seen.titles) == {"Of qqtelling", "Elsewhere"}
    assert seen.heading.startswith("2 pages")


def test_a_promoted_result_for_a_word_is_none_for_a_question_about_something_else(client: Client) -> None:
    assert searched(client, "do you have a phone").soup.select(".picks")
    assert not searched(client, "neck pain from the phone").soup.select(".picks")


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("gynecology", "gynaecology"),
        ("tumors", "tumour"),
        ("centers", "centre"),
        ("organized", "organise"),
        ("traveling", "travelled"),
        ("edema", "oedema"),
        ("fiber", "fibres"),
        ("program", "programmes"),
        ("anemic", "anaemic"),
        ("colour", "colors"),
        ("calves", "calf"),
    ],
)
def test_british_and_american_spelling_find_each_other(client: Client, written: str, typed: str) -> None:
    guide("Spelled", f"The qqspelling of {written}.")
    seen = searched(client, f"qqspelling {typed}")
    assert "Spelled" in seen.titles
    assert "No page" not in seen.heading
