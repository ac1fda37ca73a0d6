"""Optional proof of work helps people whom the other rules would suspect, and gets in nobody's way."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from altcha import ChallengeV1, PayloadV1, solve_challenge_v1
from bs4 import BeautifulSoup
from django.test import Client

from inquiries.intake.rate_limits import erase_old_traces
from inquiries.models import Inquiry, InquiryPage, Stamp
from tests.inquiries.visitor import answers, send, token_on

pytestmark = pytest.mark.django_db
ADDRESS = "/inquiries/proof/"


@pytest.fixture
def asked() -> None:
    """The clinic asks browsers for proof of work."""
    page = InquiryPage.objects.get()
    page.asks_proof_of_work = True
    page.save_revision().publish()


def challenge(client: Client) -> ChallengeV1:
    given = client.post(ADDRESS).json()
    return ChallengeV1(given["algorithm"], given["challenge"], given["maxNumber"], given["salt"], given["signature"])


def solution(client: Client) -> str:
    """The answer that the browser's script sends."""
    given = challenge(client)
    solved = solve_challenge_v1(given.challenge, given.salt, given.algorithm, given.max_number)
    assert solved
    return PayloadV1(given.algorithm, given.challenge, solved.number, given.salt, given.signature).to_base64()


def reasons_for(client: Client, **given: Any) -> list[str]:
    assert send(client, answers(client, **given)).status_code == 303
    return list(Inquiry.objects.latest("pk").suspect_reasons)


def test_proof_of_work_is_off_until_the_clinic_wants_it(client: Client) -> None:
    page = BeautifulSoup(client.get("/contact/").content, "html.parser")
    assert not page.select("[data-proof]")
    assert not page.select("script[src*=proof]")
    assert client.post(ADDRESS).status_code == 404


def test_switched_on_every_form_has_the_script_and_challenges_are_kept_by_nobody(asked: None, client: Client) -> None:
    for address in ("/contact/", "/trigger-point-therapy/"):
        form = BeautifulSoup(client.get(address).content, "html.parser").select_one("#inquiry")
        assert form is not None
        assert form["data-proof"] == ADDRESS
    answer = client.post(ADDRESS)
    assert set(answer.json()) == {"algorithm", "challenge", "maxNumber", "salt", "signature"}
    assert answer.json() != client.post(ADDRESS).json()
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_without_javascript_an_inquiry_is_judged_as_ever(asked: None, client: Client) -> None:
    assert reasons_for(client) == []
    # Alongside other signs, a missing proof is mentioned for staff to weigh.
    reasons = reasons_for(client, message="Cheap casino, see https://casino.example")
    assert "Words or an address as in advertising." in reasons
    assert reasons[-1] == "No proof of work by the browser either."


def test_a_proof_outweighs_age_and_crowds_but_never_words(asked: None, client: Client, settings, time_machine) -> None:
    token = token_on(client)
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=30), tick=False)
    assert "more than a day" in reasons_for(client, token=token)[0]
    assert reasons_for(client, token=token, altcha=solution(client), message="old, and proven") == []
    settings.INQUIRIES_PER_SENDER_HOUR = 1
    assert reasons_for(client, altcha=solution(client), message="from a hospital") == []
    assert "same address" in reasons_for(client, altcha=solution(client), message="a flood")[0]
    assert "advertising" in reasons_for(client, altcha=solution(client), message="cheap casino https://x.example")[0]


def test_a_proof_is_good_for_one_inquiry(asked: None, client: Client) -> None:
    proof = solution(client)
    old = token_on(client)
    assert reasons_for(client, altcha=proof) == []
    again = reasons_for(client, token=old, altcha=proof, message="cheap casino with the same proof")
    assert again[-1].startswith("No proof of work")


def test_what_is_noted_of_used_proofs_is_erased(asked: None, client: Client, time_machine) -> None:
    reasons_for(client, altcha=solution(client))
    before = Stamp.objects.count()
    erase_old_traces()
    assert Stamp.objects.count() == before  # while it could be sent again
    time_machine.move_to(datetime.now(UTC) + timedelta(days=2), tick=False)
    erase_old_traces()
    assert Stamp.objects.count() == before - 1


def test_a_forged_proof_is_not_accepted(asked: None, client: Client) -> None:
    given = json.loads(base64.b64decode(solution(client)))
    forged = [
        given | {"number": given["number"] + 1},
        given | {"signature": "0" * 64},
        given | {"salt": given["salt"].replace("expires=", "expires=9")},
        given | {"salt": 7},
        {},
    ]
    texts = [base64.b64encode(json.dumps(one).encode()).decode() for one in forged]
    for number, text in enumerate([*texts, "no base64", "é", "A" * 5000, base64.b64encode(b"[1]").decode()]):
        reasons = reasons_for(client, altcha=text, message=f"cheap casino {number}")
        assert reasons[-1].startswith("No proof of work"), text


def test_an_expired_proof_is_not_accepted(asked: None, client: Client, time_machine: Any) -> None:
    proof = solution(client)
    token = token_on(client)
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=25), tick=False)
    reasons = reasons_for(client, token=token, altcha=proof)
    assert reasons == ["The form had been open for more than a day.", "No proof of work by the browser either."]


def test_strangers_get_no_challenge(asked: None, client: Client) -> None:
    assert client.post(ADDRESS, headers={"sec-fetch-site": "cross-site"}).status_code == 400
    assert client.post(ADDRESS, headers={"origin": "https://elsewhere.example"}).status_code == 400
    assert client.get(ADDRESS).status_code == 405


def test_a_corrected_mistake_keeps_its_right_to_a_proof(asked: None, client: Client) -> None:
    again = send(client, answers(client, name=""))
    assert BeautifulSoup(again.content, "html.parser").select_one("#inquiry[data-proof]")
    assert reasons_for(client, altcha=solution(client)) == []
