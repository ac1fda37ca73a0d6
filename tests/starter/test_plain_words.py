"""What people type, and what they must find: `queries.yaml`."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client

from content.models import ConditionPage
from search.query.synonyms import synonyms
from tests.search.help import guide, searched

pytestmark = pytest.mark.django_db

QUERIES: dict[str, Any] = yaml.safe_load(Path(__file__).with_name("queries.yaml").read_text(encoding="utf-8"))


# Many searches per test, because each test starts with a new content version that has to be read first.


@pytest.mark.parametrize("title", QUERIES["within_three"])
def test_what_people_type_leads_to_the_page(client: Client, title: str) -> None:
    seen = {typed: searched(client, typed).titles[:3] for typed in QUERIES["within_three"][title]}
    assert {typed: titles for typed, titles in seen.items() if title not in titles} == {}


@pytest.mark.parametrize("title", QUERIES["first"])
def test_the_page_that_answers_it_comes_first(client: Client, title: str) -> None:
    seen = {typed: searched(client, typed).titles[:1] for typed in QUERIES["first"][title]}
    assert {typed: titles for typed, titles in seen.items() if titles != [title]} == {}


def test_the_clinics_number_leads_to_its_contact_page(client: Client) -> None:
    for typed in QUERIES["phone"]:
        seen = searched(client, typed)
        assert seen.titles[:1] == ["Ask about a session"], typed
        assert "(555) 555-0142" in seen.soup.select_one(".found").get_text()


def test_another_number_does_not_lead_to_the_contact_page(client: Client) -> None:
    for typed in QUERIES["other_numbers"]:
        assert "Ask about a session" not in searched(client, typed).titles, typed


@pytest.mark.parametrize("meant", QUERIES["guess"])
def test_a_slip_is_understood(client: Client, meant: str) -> None:
    for typed in QUERIES["guess"][meant]:
        seen = searched(client, typed)
        assert f"Did you mean {meant} ?" in seen.text, typed
        assert seen.titles


def test_a_correct_word_gets_no_suggestion(client: Client) -> None:
    seen = {typed: searched(client, typed).lead for typed in QUERIES["no_guess"]}
    assert {typed: lead for typed, lead in seen.items() if "Did you mean" in lead} == {}


def test_what_finds_nothing_says_where_to_begin(client: Client) -> None:
    for typed in QUERIES["nothing"]:
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


def test_synonyms_lead_to_words_that_are_found(client: Client) -> None:
    """A line whose right-hand side is on no page helps nobody. Of lines with the same right-hand side, one is tried."""
    tried = {meant: " ".join(said) for said, meant in synonyms().items()}
    found = {said: searched(client, said).heading for said in tried.values()}
    assert [said for said, heading in found.items() if not heading[0].isdigit()] == []
