"""Each level of red flags says what to do, on the pages of regions and of muscles."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.caching.version import invalidate
from content.models import PainMapPage, RegionRedFlag

pytestmark = pytest.mark.django_db
REGION, MUSCLE = "/pain-map/low-back/", "/muscles/quadratus-lumborum/"


def soup_of(client: Client, path: str) -> BeautifulSoup:
    return BeautifulSoup(client.get(path).content, "html.parser")


@pytest.mark.parametrize("path", [REGION, MUSCLE])
def test_folded_signs_say_what_to_do_about_each_level(client: Client, path: str) -> None:
    PainMapPage.objects.update(urgent_advice="Call {doctor} today.", soon_advice="Ask {doctor} before you come.")
    invalidate()
    advice = {}
    for heading in soup_of(client, path).select("details h3"):
        below = heading.find_next("p")
        advice[heading.get_text(" ", strip=True).partition(":")[2] or heading.get_text(strip=True)] = below.get_text()
    said = {name.strip(): text for name, text in advice.items()}
    assert said["See a doctor today or tomorrow if you have"].startswith("Call ")
    assert said["See a doctor before a session if you have"].startswith("Ask ")


def test_only_emergencies_lead_to_the_page_of_what_to_do_now(client: Client) -> None:
    assert soup_of(client, REGION).find("a", string="I have one of these")
    RegionRedFlag.objects.filter(level="emergency").delete()
    invalidate()
    shown = soup_of(client, REGION)
    assert shown.select(".red-flags--urgent")
    assert not shown.find("a", string="I have one of these")
