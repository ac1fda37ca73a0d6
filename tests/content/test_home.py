"""The home page says who, where and how much, and leads on; parts that the clinic has nothing for are left out."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.caching.version import invalidate
from content.models import ClinicSettings, ConditionPage, HomePage, PractitionerPage, SessionType

pytestmark = pytest.mark.django_db


def home() -> BeautifulSoup:
    invalidate()
    return BeautifulSoup(Client().get("/").content, "html.parser")


def said(page: BeautifulSoup, selector: str) -> str:
    return " ".join(" ".join(element.get_text(" ") for element in page.select(selector)).split())


def therapist() -> PractitionerPage:
    found: PractitionerPage = PractitionerPage.objects.get(slug="sample-therapist")
    return found


def set_clinic(**changed: Any) -> None:
    clinic = ClinicSettings.objects.get()
    for name, value in changed.items():
        setattr(clinic, name, value)
    clinic.save()


def test_home_says_who_treats_people_where_when_and_for_how_much() -> None:
    page = home()
    visit = said(page, ".visit")
    for words in ("Sample Therapist", "Trigger point therapist", "1 Sample Street", "75 minutes", "$120", "From $55"):
        assert words in visit
    assert said(page, ".visit .tag") == "Sample Sample"
    assert any(state in visit for state in ("Open now", "Closed now", "opens"))
    assert {therapist().url, "/sessions/"} <= {link["href"] for link in page.select(".visit a")}
    assert "Sample Reviewer" not in visit, "who gives no session treats nobody"


def test_the_map_link_is_the_clinics_own_or_a_search_for_its_address() -> None:
    link = home().find("a", string="Open in a map")
    assert link["href"].startswith("https://www.openstreetmap.org/search?query=1+Sample+Street%2C+Sampletown")
    set_clinic(map_url="https://maps.example/clinic")
    assert home().find("a", string="Open in a map")["href"] == "https://maps.example/clinic"


def test_each_part_is_left_out_when_the_clinic_has_nothing_for_it() -> None:
    person = therapist()
    person.sessions = []
    person.save_revision().publish()
    assert "Sample Therapist" not in said(home(), "main")
    SessionType.objects.all().delete()
    assert "$" not in said(home(), "main")
    set_clinic(street="", locality="", region="", postal_code="")
    assert home().find("a", string="Open in a map") is None
    clinic = ClinicSettings.objects.get()
    clinic.opening_hours = []
    clinic.save()
    page = home()
    assert page.select_one(".visit") is None
    assert page.find("h1")


def test_home_says_who_takes_no_new_clients() -> None:
    assert "Not accepting" not in said(home(), ".visit")
    person = therapist()
    person.accepting_clients = False
    person.save_revision().publish()
    assert "Not accepting new clients" in said(home(), ".visit")


def test_nobody_hidden_is_said_to_treat_people() -> None:
    therapist().unpublish()
    assert "Sample Therapist" not in said(home(), "main")


def test_the_session_to_begin_with_is_staffs_choice_and_stands_first() -> None:
    page = HomePage.objects.get()
    page.first_session = SessionType.objects.get(key="focus")
    page.save_revision().publish()
    assert said(home(), ".price-list:not(.week) dt").startswith("Short focus session")
    assert "Start with the 30-minute session" in said(home(), ".visit")


def test_the_conditions_chosen_are_cards_and_all_others_are_one_touch_away() -> None:
    page = home()
    section = page.find("h2", string="What people come in for").parent
    assert len(section.select(".cards > li")) == 3
    every = {condition.url for condition in ConditionPage.objects.live()}
    assert {link["href"] for link in section.select("a")} == every


def test_a_session_is_drawn_to_its_minutes() -> None:
    steps = home().select(".steps > li")
    drawn = [step.select_one(".dial .time")["stroke-dasharray"].split() for step in steps]
    told = [step.select_one("h3 span").text.split()[0] for step in steps]
    assert [part for part, _whole in drawn] == told
    assert {whole for _part, whole in drawn} == {str(sum(map(int, told)))}


def test_the_sources_are_folded_and_reached_from_the_words_that_rest_on_them() -> None:
    page = home()
    folded = page.select_one("details #sources").find_parent("details")
    cited = {link["href"][1:] for link in page.select("main a[href^='#source-']")}
    assert cited
    assert cited <= {item["id"] for item in folded.select("li")}


def test_a_home_page_from_before_keeps_working() -> None:
    """Its body lacks the new choices, and nobody has said yet who gives which session."""
    person = therapist()
    person.sessions, person.conditions = [], []
    person.save_revision().publish()
    page = HomePage.objects.get()
    page.first_session = None
    page.body = [
        {"type": "conditions", "value": {"heading": "What people come in for", "text": "", "conditions": []}},
        {"type": "sources_list", "value": {"heading": "Sources"}},
    ]
    page.save_revision().publish()
    shown = home()
    assert len(shown.select(".home-body .cards > li")) == ConditionPage.objects.live().count()
    assert "First session" in said(shown, ".visit")
    assert shown.select_one("details #sources") is None
    assert shown.select_one("#sources")
