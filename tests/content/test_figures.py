"""Pictures reach the page small, in modern formats, described, and without shifting the text."""

from io import BytesIO

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from PIL import Image
from wagtail.images import get_image_model

from content.blocks.text import FigureBlock

pytestmark = pytest.mark.django_db
PAGE = "/trigger-points/"


@pytest.fixture
def figure(client: Client) -> BeautifulSoup:
    return BeautifulSoup(client.get(PAGE).content, "html.parser").select_one("figure.figure")


def test_a_picture_comes_in_avif_and_webp_for_each_width(client: Client, figure: BeautifulSoup) -> None:
    kinds = [source["type"] for source in figure.find_all("source")]
    assert kinds == ["image/avif", "image/webp"]
    for source in figure.find_all("source"):
        addresses = dict(part.split()[::-1] for part in source["srcset"].split(", "))
        assert list(addresses) == ["400w", "800w", "1200w"]
        for width, address in addresses.items():
            answer = client.get(address)
            picture = Image.open(BytesIO(b"".join(answer.streaming_content)))
            assert f"image/{(picture.format or '').lower()}" == source["type"]
            assert f"{picture.width}w" == width


def test_a_page_with_a_picture_stays_light_on_a_phone(client: Client, figure: BeautifulSoup) -> None:
    phone = figure.find("source", type="image/avif")["srcset"].split(", ")[1].split()[0]
    assert len(b"".join(client.get(phone).streaming_content)) < 40_000


def test_a_picture_says_what_it_shows_and_keeps_its_place(figure: BeautifulSoup) -> None:
    image = figure.find("img")
    assert "red point" in image["alt"]
    assert int(image["width"]) > int(image["height"]) > 100
    assert image["loading"] == "lazy"
    assert "No scan shows it" in figure.find("figcaption").get_text()


def test_a_decorative_picture_says_nothing() -> None:
    value = {"image": get_image_model().objects.first().pk, "alt_text": "", "decorative": True}
    block = FigureBlock()
    shown = block.render(block.to_python({"image": value, "caption": "", "credit": "", "width": "text"}))
    assert BeautifulSoup(shown, "html.parser").find("img")["alt"] == ""


def test_the_focal_point_keeps_what_matters_in_sight() -> None:
    """A cropped picture, such as a portrait, is cropped around it."""
    image = get_image_model().objects.first()
    left = image.get_rendition("fill-100x200-c100").file.read()
    image.focal_point_x, image.focal_point_y = image.width - 60, 100
    image.focal_point_width = image.focal_point_height = 80
    image.save()
    assert image.get_rendition("fill-100x200-c100").file.read() != left
