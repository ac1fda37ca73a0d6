"""Optional proof of work: helps people whom the other rules would suspect, and stands in nobody's way."""

import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from altcha import ChallengeV1, PayloadV1, solve_challenge_v1
from bs4 import BeautifulSoup
from django.test import Client

from inquiries.models import Inquiry, InquiryPage
from tests.inquiries.visitor import answers, send, token_on

pytestmark = pytest.mark.django_db
ADDRESS = "/inquiries/proof/"


@pytest.fixture
def asked() -> None:
    """The clinic asks browsers for proof of work."""
    page = InquiryPage.objects.get()
    page.asks_proof_of_work = True
    page.save_revision().publish()


def challenge(client: Client, token: str) -> ChallengeV1:
    given = client.post(ADDRESS, {"token": token}).json()
    return ChallengeV1(given["algorithm"], given["challenge"], given["maxNumber"], given["salt"], given["signature"])


def solution(client: Client, token: str) -> str:
    """What the browser's script sends along."""
    given = challenge(client, token)
    solved = solve_challenge_v1(given.challenge, given.salt, given.algorithm, given.max_number)
    assert solved
    return PayloadV1(given.algorithm, given.challenge, solved.number, given.salt, given.signature).to_base64()


def reasons_for(client: Client, **given: Any) -> list[str]:
    assert send(client, answers(client, **given)).status_code == 303
    return list(Inquiry.objects.latest("pk").suspect_reasons)


def test_it_is_off_until_the_clinic_wants_it(client: Client) -> None:
    page = BeautifulSoup(client.get("/contact/").content, "html.parser")
    assert not page.select("[data-proof]")
    assert not page.select("script[src*=proof]")
    assert client.post(ADDRESS, {"token": token_on(client)}).status_code == 404


def test_switched_on_every_form_has_the_script_and_challenges_are_kept_by_nobody(asked: None, client: Client) -> None:
    for address in ("/contact/", "/trigger-point-therapy/"):
        form = BeautifulSoup(client.get(address).content, "html.parser").select_one("#inquiry")
        assert form is not None
        assert form["data-proof"] == ADDRESS
    answer = client.post(ADDRESS, {"token": token_on(client)})
    assert set(answer.json()) == {"algorithm", "challenge", "maxNumber", "salt", "signature"}
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_without_javascript_an_inquiry_is_judged_as_ever(asked: None, client: Client, monkeypatch: Any) -> None:
    monkeypatch.setattr("inquiries.spam.FASTEST_SECONDS", 0)
    assert reasons_for(client) == []
    # Beside other signs its absence is told, for staff to weigh.
    assert reasons_for(client, message="Cheap casino", token=token_on(client)) == [
        "Words that advertising uses.",
        "No proof of work by the browser either.",
    ]


def test_it_outweighs_haste_and_crowds_and_never_words(asked: None, client: Client, settings: Any) -> None:
    token = token_on(client)
    assert "within" in reasons_for(client, token=token)[0]  # filled in by the browser at once, and no proof
    token = token_on(client)
    assert reasons_for(client, token=token, altcha=solution(client, token), message="quick, and proven") == []
    settings.INQUIRY_LIMITS = {"sender_an_hour": 1}
    token = token_on(client)
    assert reasons_for(client, token=token, altcha=solution(client, token), message="from a hospital") == []
    token = token_on(client)
    assert "same address" in reasons_for(client, token=token, altcha=solution(client, token), message="a flood")[0]
    token = token_on(client)
    assert "advertising" in reasons_for(client, token=token, altcha=solution(client, token), message="casino")[0]


def test_a_proof_is_good_for_one_inquiry_of_one_form(asked: None, client: Client) -> None:
    token = token_on(client)
    proof = solution(client, token)
    assert reasons_for(client, token=token, altcha=proof) == []
    again = reasons_for(client, token=token, altcha=proof, message="another text with the same proof")
    assert again[-1].startswith("No proof of work")
    elsewhere = reasons_for(client, token=token_on(client), altcha=proof, message="the same proof in another form")
    assert elsewhere[-1].startswith("No proof of work")


def test_a_forged_proof_is_none(asked: None, client: Client) -> None:
    token = token_on(client)
    given = json.loads(base64.b64decode(solution(client, token)))
    forged = [
        given | {"number": given["number"] + 1},
        given | {"signature": "0" * 64},
        given | {"salt": given["salt"].replace("expires=", "expires=9")},
        given | {"salt": 7},
        {},
    ]
    texts = [base64.b64encode(json.dumps(one).encode()).decode() for one in forged]
    for number, text in enumerate([*texts, "no base64", "é", "A" * 5000, base64.b64encode(b"[1]").decode()]):
        reasons = reasons_for(client, token=token_on(client), altcha=text, message=f"text {number}")
        assert reasons[-1].startswith("No proof of work"), text


def test_an_expired_proof_is_none(asked: None, client: Client, time_machine: Any) -> None:
    token = token_on(client)
    proof = solution(client, token)
    time_machine.move_to(datetime.now(UTC) + timedelta(hours=25), tick=False)
    reasons = reasons_for(client, token=token, altcha=proof)
    assert reasons == ["The form had been open for more than a day.", "No proof of work by the browser either."]


@pytest.mark.parametrize(("token", "headers"), [("forged", {}), ("", {}), (None, {"sec-fetch-site": "cross-site"})])
def test_strangers_get_no_challenge(asked: None, client: Client, token: str | None, headers: Any) -> None:
    given = token_on(client) if token is None else token
    assert client.post(ADDRESS, {"token": given}, headers=headers).status_code == 400
    assert client.get(ADDRESS).status_code == 405


def test_a_corrected_mistake_keeps_its_right_to_a_proof(asked: None, client: Client) -> None:
    again = send(client, answers(client, name=""))
    page = BeautifulSoup(again.content, "html.parser")
    assert page.select_one("#inquiry[data-proof]")
    token = str(page.find("input", {"name": "token"})["value"])
    assert reasons_for(client, token=token, altcha=solution(client, token)) == []
