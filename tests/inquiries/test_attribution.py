"""How a visitor found the site: the browser sends it with the post itself, so that every visitor gets the same page."""

from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.staticfiles import finders
from django.test import Client

from content.models.pain_map import PainMapPage
from inquiries.models import Inquiry, InquiryPage
from tests.inquiries.visitor import answers, send

pytestmark = pytest.mark.django_db


def origin(inquiry: Inquiry) -> tuple[str, str, dict[str, str]]:
    return inquiry.landing_path, inquiry.referrer_host, inquiry.campaign


def hidden(answer: Any) -> dict[str, str]:
    """The hidden fields of a form."""
    fields = BeautifulSoup(answer.content, "html.parser").select("form[action='/inquiries/send/'] [type=hidden]")
    return {str(field["name"]): str(field.get("value", "")) for field in fields}


def test_the_posts_own_referer_names_page_and_campaign(client: Client) -> None:
    send(
        client, answers(client), referer="http://testserver/contact/?utm_source=leaflet&utm_campaign=spring&utm_evil=x"
    )
    assert origin(Inquiry.objects.get()) == ("/contact/", "", {"utm_source": "leaflet", "utm_campaign": "spring"})


def test_the_first_page_of_the_visit_and_the_site_before_it_come_with_the_form(client: Client) -> None:
    given = answers(client, landing="/sessions/?utm_source=letter&other=private", referrer="search.example")
    send(client, given, referer="http://testserver/contact/")
    assert origin(Inquiry.objects.get()) == ("/sessions/", "search.example", {"utm_source": "letter"})


def test_the_campaign_of_the_page_with_the_form_is_the_nearest(client: Client) -> None:
    given = answers(client, landing="/?utm_source=letter")
    send(client, given, referer="http://testserver/contact/?utm_source=poster")
    assert origin(Inquiry.objects.get()) == ("/", "", {"utm_source": "poster"})


@pytest.mark.parametrize(
    "headers", [{}, {"referer": "https://elsewhere.example/contact/?utm_source=evil"}, {"referer": "http://[broken"}]
)
def test_without_a_referer_of_ours_nothing_is_made_up(client: Client, headers: dict[str, str]) -> None:
    send(client, answers(client, referrer="testserver"), **headers)
    assert origin(Inquiry.objects.get()) == ("", "", {})


@pytest.mark.parametrize(
    "landing",
    ["/?utm_source=%00%01%ff", "/?utm_source=" + "x" * 5000, "/?" + "utm_source=<script>&" * 60, "//[broken", "\x00"],
)
def test_garbage_harms_nothing(client: Client, landing: str) -> None:
    assert send(client, answers(client, landing=landing, referrer="\x00" + "x" * 5000)).status_code == 303
    inquiry = Inquiry.objects.get()
    assert len(inquiry.campaign.get("utm_source", "")) <= 80
    assert len(inquiry.referrer_host) <= 120
    assert "\x00" not in str(origin(inquiry))


def test_a_mistake_does_not_lose_how_the_visitor_came(client: Client) -> None:
    first = answers(client, name="", referrer="search.example")
    again = send(client, first, referer="http://testserver/contact/?utm_source=leaflet")
    assert again.status_code == 422
    send(client, answers(client, **hidden(again)), referer="http://testserver/inquiries/send/")
    assert origin(Inquiry.objects.get()) == ("/contact/", "search.example", {"utm_source": "leaflet"})


def test_a_broken_database_does_not_lose_how_the_visitor_came(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    given = answers(client)
    with monkeypatch.context() as patch:
        patch.setattr(InquiryPage, "objects", None)  # as when the database can't be reached at all
        again = send(client, given, referer="http://testserver/contact/?utm_source=leaflet")
        assert again.status_code == 503
    send(client, given | hidden(again), referer="http://testserver/inquiries/send/")
    assert origin(Inquiry.objects.get()) == ("/contact/", "", {"utm_source": "leaflet"})


@pytest.mark.parametrize("from_elsewhere", [False, True])
def test_what_was_chosen_on_the_map_credits_the_page_that_it_was_chosen_on(client: Client, from_elsewhere) -> None:
    page = PainMapPage.objects.live().first()
    host = "elsewhere.example" if from_elsewhere else "testserver"
    headers = {"referer": f"http://{host}{page.url}at/outer-hip:left/"}
    form = client.post("/inquiries/about/", {"regions": "outer-hip:left"}, headers=headers)
    send(
        client, answers(client, **hidden(form), regions="outer-hip:left"), referer="http://testserver/inquiries/about/"
    )
    inquiry = Inquiry.objects.get()
    assert inquiry.source_page.slug == ("contact" if from_elsewhere else page.slug)
    assert inquiry.landing_path == ("" if from_elsewhere else page.url)


def test_the_place_chosen_on_the_map_is_left_out_of_the_first_page(client: Client) -> None:
    send(client, answers(client, landing="/pain-map/at/outer-hip:left/?utm_source=x"))
    assert origin(Inquiry.objects.get()) == ("/pain-map/", "", {"utm_source": "x"})


def test_the_script_is_small_and_only_where_a_form_is(client: Client) -> None:
    assert Path(finders.find("js/attribution.js")).stat().st_size <= 1024
    assert "js/attribution.js" in client.get("/contact/").content.decode()
    assert "js/attribution.js" not in client.get("/").content.decode()
