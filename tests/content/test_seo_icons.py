"""The clinic's icons for tabs and home screens."""

import re
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client
from PIL import Image

from content.models import ClinicSettings
from content.text.color import NIGHT, READABLE, contrast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("address", "size"), [("/apple-touch-icon.png", 180), ("/icon-192.png", 192), ("/icon-512.png", 512)]
)
def test_home_screen_icons_have_their_size_and_an_opaque_ground(client: Client, address: str, size: int) -> None:
    answer = client.get(address)
    assert answer["Content-Type"] == "image/png"
    assert "max-age" in answer["Cache-Control"]
    picture = Image.open(BytesIO(answer.content)).convert("RGBA")
    assert picture.size == (size, size)
    assert picture.getchannel("A").getextrema() == (255, 255)


def test_the_tab_icon_is_drawn_for_light_and_dark_and_for_old_browsers(client: Client) -> None:
    answer = client.get("/favicon.svg")
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert ElementTree.fromstring(answer.content).tag == "{http://www.w3.org/2000/svg}svg"
    assert "prefers-color-scheme:dark" in answer.content.decode()
    # Its own stylesheet is allowed, and nothing else in the policy is loosened.
    assert "sha256-" in answer["Content-Security-Policy"]
    assert "unsafe-inline" not in answer["Content-Security-Policy"]
    old = Image.open(BytesIO(client.get("/favicon.ico").content))
    assert old.info["sizes"] == {(16, 16), (32, 32), (48, 48)}


def test_icons_wear_the_clinics_color(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    client.get("/icon-192.png")
    clinic = ClinicSettings.objects.get()
    clinic.signal_color = "#1d4f91"
    with django_capture_on_commit_callbacks(execute=True):
        clinic.save()
    svg = client.get("/favicon.svg").content.decode()
    assert "#1d4f91" in svg
    dark = re.findall(r"#[0-9a-f]{6}", svg)[-1]
    assert contrast(dark, NIGHT) >= READABLE
    colors = Image.open(BytesIO(client.get("/icon-192.png").content)).convert("RGB").getcolors(10_000)
    assert (0x1D, 0x4F, 0x91) in {color for _, color in colors}
