"""A search that describes an emergency says first where help is; one for an everyday ache doesn't."""

import pytest
from django.test import Client

from content.caching.version import invalidate
from content.models import ClinicSettings
from search.query.emergencies import help_needed
from tests.search.help import searched
from tests.starter.validate import read_entries

EMERGENCIES = """
chest tightness, tight chest, my chest feels tight, chest feels heavy, pressure on my chest, heart attack,
burning in my chest, massage after strokes
cant breathe, can't breathe, can’t breathe, cannot breathe, can not breathe, short of breath, trouble breathing
face drooping, slurred speech, can't talk, one side of my body is weak, sudden weakness in arm, left arm pain
worst headache of my life, headache after hitting my head, stiff neck and fever, double vision, I can’t see
numb crotch, numb groin, saddle numbness, cannot urinate, can't pee, can’t hold my urine, lost control of my bowels
both legs numb, can‘t feel my legs, tingling between my legs, my legs give way
my calf is red and swollen, foot turned blue, fell down the stairs, car crash, vomiting blood, severe testicle pain
I fainted, feeling faint, I feel faint pain in my belly, a faint pain in my chest, can't breathe out, out of breath
short of air, headache and my neck is stiff, migraine with a stiff neck, stiff neck and light hurts my eyes, can't see
private parts numb, calf hot after hot stone massage, my leg gave way, collapsed, pressure in chest, chest pressing pain
suddenly can't see the doctor says stroke, can't talk to my doctor, facial droop, arm paralysed, leg clot, blackout
thunder clap headache, anaphylactic shock, I wet my pants
"""
CRISES = """
suicide, suicidal thoughts, kill myself, want to die, I don't want to live anymore, self-harm, end my life
better off dead, I want to end it all, no reason to live, kill my self, I don’t want to be alive
better off without me
"""
EVERYDAY = """
neck pain, tight hips, stiff neck, tension headache, sciatica, numb hand, calf pain, tight groin, low back pain
dead lift back pain, hand falls asleep lying down, can't lift my arm, pain taking over my life, how hard do you press
hot stone massage, rotator cuff tear, breathing exercises, pregnancy massage, do you take insurance
massage strokes, long slow strokes, hot pack on calf, collapsed arches, dying to try it
a faint ache, faint pain in shoulder, a faint tingling in my hand, faint bruise after massage, breathe out
hurts when I breathe out, breathing in and out, numbers, phone numbers, chest press, shoulder pain after chest press
swimming stroke shoulder, tennis strokes, gentle strokes, collapsed disc, hot stones on legs, hot water bottle for calf
headache and stiff shoulders, light massage for a stiff neck, broken sleep back pain, neck brace face cradle heavy
sudden back pain should I see a doctor, trouble sleeping who to see a therapist, can't see any improvement
private insurance numb hand, private clinic tingling hand, best way to give a leg massage
am I better off without surgery, self massage injury, can I massage myself without harm, shooting pain massage it myself
"""
SIGNS = {
    sign
    for page in read_entries("regions").values()
    for flag in page["red_flags"]
    if flag["level"] == "emergency"
    for sign in flag["signs"]
}


def phrases(text: str) -> list[str]:
    return [phrase.strip() for phrase in text.replace("\n", ",").split(",") if phrase.strip()]


@pytest.mark.parametrize(("words", "expected"), [(EMERGENCIES, "emergency"), (CRISES, "crisis"), (EVERYDAY, "")])
def test_what_needs_help_at_once(words: str, expected: str) -> None:
    assert [phrase for phrase in phrases(words) if help_needed(phrase) != expected] == []


def test_every_emergency_sign_of_our_pages_is_one() -> None:
    assert [sign for sign in sorted(SIGNS) if help_needed(sign) != "emergency"] == []


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["my chest feels tight", "can’t pee", "qqnothing heart attack"])
def test_the_number_stands_above_the_results(client: Client, typed: str) -> None:
    seen = searched(client, typed)
    assert "Call 911" in seen.soup.select_one("main .page-head .red-flags").get_text()
    assert seen.soup.select_one(".red-flags .button")["href"] == "tel:911"
    assert not searched(client, "tight hips").soup.select(".red-flags")


@pytest.mark.django_db
@pytest.mark.parametrize(("typed", "meant"), [("sucide", "suicide"), ("heart atack", "heart attack")])
def test_help_is_found_despite_a_typo(client: Client, typed: str, meant: str) -> None:
    seen = searched(client, typed)
    assert f"Did you mean {meant} ?" in seen.text
    assert seen.soup.select_one("main .page-head .red-flags")


@pytest.mark.django_db
def test_the_crisis_line_is_that_of_the_market(client: Client) -> None:
    seen = searched(client, "want to die")
    assert seen.heading == "For “ want to die ”"
    assert {link["href"] for link in seen.soup.select(".red-flags a")} == {"tel:988", "tel:911"}
    ClinicSettings.objects.update(market="UK")
    invalidate()
    seen = searched(client, "suicide")
    assert {link["href"] for link in seen.soup.select(".red-flags a")} == {"tel:116123", "tel:999"}
    assert "988" not in seen.text


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["chest tightness", "tight chest", "tightness in chest", "chest feels heavy"])
def test_a_tight_chest_leads_to_the_chest(client: Client, typed: str) -> None:
    assert searched(client, typed).titles[0] == "Chest"


@pytest.mark.django_db
def test_an_apostrophe_changes_nothing(client: Client) -> None:
    for verb in ("breathe", "pee", "feel my legs"):
        found = [searched(client, f"{word} {verb}").titles for word in ("cant", "can't", "can’t", "can`t", "CAN‘T")]
        assert found[0]
        assert all(titles == found[0] for titles in found), verb
        assert found[0][0] == "When not to get a massage"
        assert "Behind the eye" not in found[0][:5]
