"""The picture shown when a page is shared."""

from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from PIL import Image, ImageChops
from wagtail.models import Page, PageViewRestriction

from content.anatomy.doing import render_doing
from content.models import ClinicSettings, GuidePage, HomePage
from content.seo.social_card import LINES, CardText, draw_card, set_title
from tests.content.seo_help import content_of, soup_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def guide() -> GuidePage:
    page = GuidePage(title="Why knees ache", slug="why-knees-ache", summary="Short. And plain.", live=True)
    HomePage.objects.get().add_child(instance=page)
    return page


def card_of(client: Client, address: str) -> str:
    return content_of(soup_of(client, address), property="og:image").removeprefix("http://testserver")


def test_a_card_may_be_kept_for_ever_and_costs_no_query_once_drawn(
    client: Client, guide: GuidePage, django_assert_num_queries: Any
) -> None:
    address = card_of(client, guide.url)
    first = client.get(address)
    assert "immutable" in first["Cache-Control"]
    assert "max-age=31536000" in first["Cache-Control"]
    assert "Cookie" not in first.get("Vary", "")
    with django_assert_num_queries(0):
        assert client.get(address).content == first.content


def test_a_new_title_gets_a_new_address_and_the_old_one_leads_to_it(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    old = card_of(client, guide.url)
    before = client.get(old).content
    guide.title = "Why elbows ache"
    with django_capture_on_commit_callbacks(execute=True):
        guide.save_revision().publish()
    new = card_of(client, guide.url)
    assert new != old
    assert client.get(old)["Location"] == new
    assert client.get(new).content != before


def test_a_clinic_with_a_new_name_gets_new_cards(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    old, clinic = card_of(client, guide.url), ClinicSettings.objects.get()
    clinic.name = "Renamed"
    with django_capture_on_commit_callbacks(execute=True):
        clinic.save()
    assert card_of(client, guide.url) != old


def test_the_card_wears_the_clinics_color(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    old = card_of(client, guide.url)
    clinic = ClinicSettings.objects.get()
    clinic.signal_color = "#1d4f91"
    with django_capture_on_commit_callbacks(execute=True):
        clinic.save()
    new = card_of(client, guide.url)
    assert new != old
    picture = Image.open(BytesIO(client.get(new).content)).convert("RGB")
    red, _, blue = picture.getpixel((600, 185))
    assert blue > 2 * red


def test_drafts_private_pages_and_nonsense_have_no_card(
    client: Client, guide: GuidePage, django_capture_on_commit_callbacks: Any
) -> None:
    address = card_of(client, guide.url)
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        restriction = PageViewRestriction.objects.create(page=guide, restriction_type="login")
    assert client.get(address).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        restriction.delete()
    assert client.get(address).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        guide.unpublish()
    assert client.get(address).status_code == 404
    assert client.get("/social-card/99999999/abc.png").status_code == 404
    assert client.get(f"/social-card/{10**40}/abc.png").status_code == 404
    assert client.post(address).status_code == 405


def changed_by(**text: str) -> tuple[int, int, int, int]:
    """The box around everything in a card that changes with other words or another drawing."""
    plain = {"title": " ", "clinic": " ", "color": "#b3361e"}
    pictures = [Image.open(BytesIO(draw_card(CardText(**one)))).convert("L") for one in (plain, plain | text)]
    box = ImageChops.difference(*pictures).point(lambda value: 255 * (value > 40)).getbbox()
    assert box
    return box


@pytest.mark.parametrize(
    "title", ["Hip", "Sternocleidomastoid", "Why stretching alone may not be enough for long " * 3]
)
def test_the_title_keeps_clear_of_the_drawing_and_inside_every_crop(title: str) -> None:
    left, top, right, bottom = changed_by(title=title)
    assert top > changed_by(drawing=str(render_doing("taut-band")))[3]
    middle = (1200 - 630) / 2  # WhatsApp crops to the middle square, X to twice as wide as high
    assert middle < left
    assert right < 1200 - middle
    clinic = changed_by(clinic="Pinpoint sample clinic")
    assert bottom < clinic[1]
    assert clinic[3] < 615


@pytest.mark.parametrize("slug", ["infraspinatus", "gluteus-minimus", "heel", "hip-pain"])
def test_a_page_about_the_body_shows_its_own_drawing(client: Client, slug: str) -> None:
    page = Page.objects.get(slug=slug)
    drawn = Image.open(BytesIO(client.get(card_of(client, page.url)).content)).convert("RGB").crop((285, 0, 915, 340))
    skin = sum(count for count, color in drawn.getcolors(10**6) if min(color) > 246)
    lines = sum(count for count, color in drawn.getcolors(10**6) if max(color) < 60)
    red = sum(count for count, (r, g, b) in drawn.getcolors(10**6) if r > 150 and r - g > 60 and r - b > 60)
    assert min(skin / 5000, lines / 500, red / 500) > 1


def test_a_word_is_cut_only_where_no_size_has_room_for_it() -> None:
    assert set_title("Sternocleidomastoid")[1] == ["Sternocleidomastoid"]


@pytest.mark.parametrize("title", ["Hip", "Word " * 51, "W" * 255, "Łódź · 腰痛 · 😀", "  ", "a\u0000b\nc"])
def test_any_title_fits_its_card(title: str) -> None:
    _, lines = set_title(title)
    assert len(lines) <= LINES
    assert Image.open(BytesIO(draw_card(CardText(title, "Clinic " * 12, "#b3361e")))).size == (1200, 630)
