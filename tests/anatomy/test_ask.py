"""“Ask about this”: chosen places are carried into the inquiry, visible and removable, but never in an address."""

from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from bs4 import BeautifulSoup
from django.test import Client
from django.utils import timezone

from inquiries.models import Inquiry

pytestmark = pytest.mark.django_db
FINDER = "/pain-map/at/low-back/left-outer-hip/"


def soup(answer: Any) -> BeautifulSoup:
    return BeautifulSoup(answer.content, "html.parser")


def checked(page: BeautifulSoup) -> list[str]:
    return [str(box["value"]) for box in page.select("input[name=regions][checked]")]


def carried(client: Client, path: str = FINDER) -> BeautifulSoup:
    form = soup(client.get(path)).select_one("form.ask-about")
    assert form is not None
    assert form["method"] == "post"
    hidden = form.select_one("input[name=regions]")
    assert hidden is not None
    return soup(client.post(str(form["action"]), {"regions": hidden["value"]}))


def send(client: Client, page: BeautifulSoup, **changed: Any) -> Any:
    token = page.select_one("input[name=token]")
    assert token is not None
    data = {"name": "Ana", "email": "ana@example.org", "contact_by": "either", "consent": "on", "token": token["value"]}
    with time_machine.travel(timezone.now() + timezone.timedelta(seconds=30)):
        return client.post("/inquiries/send/", {**data, "regions": checked(page), **changed})


def test_chosen_places_are_checked_on_the_form_and_stored(client: Client) -> None:
    page = carried(client)
    assert checked(page) == ["low-back", "outer-hip:left"]
    assert "Outer hip (left)" in page.get_text()
    answer = send(client, page)  # places alone are enough
    assert answer.status_code == 303
    assert "hip" not in answer["Location"]
    inquiry = Inquiry.objects.get()
    assert inquiry.region_keys == ["low-back", "outer-hip:left"]
    assert "hip" not in inquiry.landing_path


def test_a_place_can_be_taken_out(client: Client) -> None:
    send(client, carried(client), regions=["low-back"])
    assert Inquiry.objects.get().region_keys == ["low-back"]


def test_places_survive_a_mistake_in_the_form(client: Client) -> None:
    answer = send(client, carried(client), name="")
    assert answer.status_code == 422
    assert checked(soup(answer)) == ["low-back", "outer-hip:left"]


@pytest.mark.parametrize("given", ["", "nowhere", "outer-hip:up", "<b>", "\x00", "x" * 10_000, "low-back;drop"])
def test_what_is_no_place_is_left_out_and_nothing_breaks(client: Client, given: str) -> None:
    answer = client.post("/inquiries/about/", {"regions": given})
    assert answer.status_code == 200
    assert checked(soup(answer)) == []
    assert send(client, soup(answer), regions=[given], message="My back.").status_code == 303
    assert Inquiry.objects.get().regions == ""


def test_a_region_page_asks_about_its_region(client: Client) -> None:
    assert checked(carried(client, "/pain-map/calf/")) == ["calf"]
    assert not soup(client.get("/conditions/hip-pain/")).select("input[name=regions]")


def test_an_address_never_carries_places(client: Client) -> None:
    page = soup(client.get("/contact/?regions=calf"))
    assert checked(page) == []
    answer = client.get("/inquiries/about/?regions=calf")
    assert answer.status_code == 302
    assert "calf" not in answer["Location"]


def test_nothing_keeps_the_filled_form(client: Client) -> None:
    assert "no-store" in client.post("/inquiries/about/", {"regions": "calf"})["Cache-Control"]


def test_staff_see_the_places_drawn(client: Client, admin_client: Client) -> None:
    send(client, carried(client))
    page = soup(admin_client.get(urlsplit(Inquiry.objects.get().admin_url).path))
    figure = page.select_one(".regions-figure")
    assert figure is not None
    assert "Low back; Outer hip (left)" in page.get_text()
    assert "Chosen: Low back, Outer hip." in str(figure)
    assert len(figure.select(".region.chosen")) == 4  # low back left and right, and the left hip in two views
