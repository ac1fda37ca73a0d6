"""The clinic's own logo where it has one, and the point with rings where it doesn't."""

from io import BytesIO
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.base import ContentFile
from django.test import Client, TestCase
from PIL import Image
from wagtail.images import get_image_model

from config.environment import BASE_DIR
from content.models import ClinicSettings
from tests.content.seo_help import content_of, soup_of

pytestmark = pytest.mark.django_db
BLUE = (0x12, 0x34, 0xAA)


def picture(width: int, height: int) -> Any:
    output = BytesIO()
    Image.new("RGB", (width, height), BLUE).save(output, "PNG")
    return get_image_model().objects.create(title="Logo", file=ContentFile(output.getvalue(), "logo.png"))


def wear(width: int, height: int) -> None:
    clinic = ClinicSettings.objects.get()
    clinic.logo = picture(width, height)
    with TestCase.captureOnCommitCallbacks(execute=True):
        clinic.save()


def shows(client: Client, address: str) -> bool:
    image = Image.open(BytesIO(client.get(address).content)).convert("RGB")
    return any(max(abs(a - b) for a, b in zip(color, BLUE, strict=True)) < 12 for _, color in image.getcolors(10**6))


def card(client: Client) -> str:
    return content_of(soup_of(client, "/"), property="og:image").removeprefix("http://testserver")


@pytest.mark.parametrize(("width", "height", "is_emblem"), [(400, 400, True), (900, 200, False)])
def test_the_logo_takes_the_marks_place_and_a_wide_one_the_names(
    client: Client, width: int, height: int, is_emblem: bool
) -> None:
    before = card(client)
    wear(width, height)
    page = BeautifulSoup(client.get("/").content, "html.parser")
    header = page.select_one("header .logo")
    name = ClinicSettings.objects.get().name
    assert header.svg is None
    assert client.get(header.img["src"]).status_code == 200
    assert (header.img["alt"], header.get_text().strip()) == (("", name) if is_emblem else (name, ""))
    assert (page.find("link", rel="icon")["type"] == "image/png") is is_emblem
    assert [shows(client, f"/{icon}") for icon in ("favicon.ico", "icon-192.png", "apple-touch-icon.png")] == [
        is_emblem
    ] * 3
    assert card(client) != before
    assert shows(client, card(client))


def test_an_icon_of_its_own_is_the_icon_everywhere_and_the_logo_stays_in_the_header(client: Client) -> None:
    wear(900, 200)
    clinic = ClinicSettings.objects.get()
    clinic.icon = picture(600, 600)
    with TestCase.captureOnCommitCallbacks(execute=True):
        clinic.save()
    page = BeautifulSoup(client.get("/").content, "html.parser")
    assert page.select_one("header .logo img")["alt"] == clinic.name
    assert page.find("link", rel="icon")["href"] == "/icon-192.png"
    for address, size in {"icon-512.png": 512, "icon-192.png": 192, "apple-touch-icon.png": 180}.items():
        answer = client.get(f"/{address}")
        assert Image.open(BytesIO(answer.content)).convert("RGB").getpixel((1, 1)) == BLUE  # filled to the very edge
        assert Image.open(BytesIO(answer.content)).size == (size, size)
        assert "max-age" in answer["Cache-Control"]
    assert shows(client, "/favicon.ico")
    assert client.get("/favicon.svg")["Location"] == "/icon-192.png"


def test_without_a_logo_the_mark_stands_beside_the_name(client: Client) -> None:
    header = BeautifulSoup(client.get("/").content, "html.parser").select_one("header .logo")
    assert header.svg
    assert header.img is None
    assert header.get_text().strip() == ClinicSettings.objects.get().name


def test_browsers_color_their_frame_as_the_page_is(client: Client) -> None:
    page = BeautifulSoup(client.get("/").content, "html.parser")
    tokens = (BASE_DIR / "static/css/tokens.css").read_text()
    dark, light = page.find_all("meta", attrs={"name": "theme-color"})  # browsers take the first that applies
    assert f"--paper: light-dark({light['content']}, {dark['content']})" in tokens
    assert (dark["media"], light.get("media")) == ("(prefers-color-scheme: dark)", None)
