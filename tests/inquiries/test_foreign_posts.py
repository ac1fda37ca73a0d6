"""Another website can't use a visitor's browser to fill in the form."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from inquiries.models import Inquiry, InquiryPage
from tests.inquiries.visitor import CANARY, answers, send

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://elsewhere.example"},
        {"origin": "null", "sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example", "sec-fetch-site": "cross-site"},
        {"origin": "https://elsewhere.example", "sec-fetch-site": "same-origin"},
    ],
)
def test_another_site_fills_nothing_in_and_the_visitor_hears_what_to_do(client: Client, headers) -> None:
    given = answers(client, came_from="https://elsewhere.example/landing")
    answer = send(client, given, **headers)
    assert answer.status_code == 403
    for typed in (CANARY, "Ada", "ada@example.com", "elsewhere.example"):
        assert typed not in answer.content.decode()
    page = BeautifulSoup(answer.content, "html.parser")
    (said,) = page.select(".error-summary li")  # and nobody has left a field empty yet
    assert "sent from another website" in said.text
    assert not page.select(".error-message, [aria-invalid]")
    assert not Inquiry.objects.exists()
    fresh = page.find("input", {"name": "token"})["value"]
    assert send(client, given | {"token": fresh}).status_code == 303


def test_another_site_chooses_nothing_either(client: Client) -> None:
    def checked(**headers: str) -> list[str]:
        answer = client.post("/inquiries/about/", {"regions": "outer-hip:left"}, headers=headers)
        page = BeautifulSoup(answer.content, "html.parser")
        return [box["value"] for box in page.select("#inquiry [name=regions][checked], #inquiry input[name=regions]")]

    assert checked(**{"sec-fetch-site": "same-origin"})
    assert not checked(**{"sec-fetch-site": "cross-site"})


def test_another_site_fills_in_nothing_when_nothing_can_be_stored(client: Client) -> None:
    given = answers(client)
    InquiryPage.objects.get().unpublish()
    foreign = send(client, given, **{"sec-fetch-site": "cross-site"})
    assert foreign.status_code == 503
    assert CANARY not in foreign.content.decode()
    assert given["token"] not in foreign.content.decode()
    assert CANARY in send(client, given).content.decode()
