"""Every muscle page opens with its drawing, and the pages about an activity show it."""

import re

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.anatomy.doing import PORTRAIT, load_doing
from content.anatomy.scenes import view_of
from content.anatomy.shapes import shape_of
from content.models import MusclePage
from content.seo.card_drawing import drawing_of
from tests.anatomy.test_drawings import labels, plate_on

pytestmark = pytest.mark.django_db

SHOWN = {
    "/trigger-point-therapy/": ["taut-band"],
    "/trigger-points/": ["precise-pressure"],
    "/referred-pain/": ["pressed-and-felt"],
    "/find-the-source/": ["pressed-and-felt"],
    "/why-stretching-alone-may-not-be-enough/": ["taut-band"],
    "/what-a-session-feels-like/": ["precise-pressure", "hold"],
    "/conditions/hip-pain/": ["pillow-between-knees", "ball-and-wall"],
    "/conditions/sciatica-like-pain/": ["pillow-between-knees"],
    "/conditions/desk-and-posture-pain/": ["desk-posture"],
    "/conditions/neck-and-shoulder-tension/": ["pressed-and-felt"],
    "/articles/a-ball-and-a-wall/": ["ball-and-wall"],
    "/articles/ten-minutes-for-a-desk-neck/": ["desk-posture"],
    "/hip-pain-from-sitting/": ["pillow-between-knees"],
    "/trigger-point-therapy-or-deep-tissue-massage/": ["precise-pressure", "broad-pressure"],
}


def test_every_muscle_opens_with_its_drawing_named_in_few_words(
    client: Client, starter_soup: dict[str, BeautifulSoup]
) -> None:
    pages = {url: soup for url, soup in starter_soup.items() if re.fullmatch(r"/muscles/[\w-]+/", url)}
    assert len(pages) == 32
    for url, soup in pages.items():
        plate = plate_on(client, soup)
        assert plate.select(".muscle > path"), url
        assert plate.select(".fibers"), url
        assert plate.select_one("circle.point"), url
        assert "trigger point" in labels(plate), url
        assert len(labels(plate)) <= 6, url
        assert all(len(text.select("tspan")) <= 1 for text in plate.select("text.label")), url
        assert plate["role"] == "img"
        assert soup.h1.get_text() in plate["aria-label"]
        assert not plate.select("[style], script")


def test_the_pages_that_tell_of_doing_something_show_it(starter_soup: dict[str, BeautifulSoup]) -> None:
    assert {name for names in SHOWN.values() for name in names} == set(load_doing()) - {PORTRAIT}
    for url, names in SHOWN.items():
        images = starter_soup[url].select("main img[src*='/doing/']")
        assert [str(image["src"]).split("/")[-1].split(".")[0] for image in images] == names, url
        assert all(len(str(image["alt"]).split()) > 8 for image in images), url


def test_no_list_of_muscles_or_regions_shows_a_whole_body(starter_soup: dict[str, BeautifulSoup]) -> None:
    for url, soup in starter_soup.items():
        assert not soup.select(".cards .body-figure, .findings .body-figure"), url
        for item in soup.select("main .cards > li:has(a[href*='/muscles/']), .findings > li, .places--drawn > li"):
            assert item.img, (url, item.get_text())


def test_no_social_card_cuts_a_muscle_off() -> None:
    for page in MusclePage.objects.live():
        top, height = re.search(r'viewBox="\S+ (\S+) \S+ (\S+)"', drawing_of(page, 3)).groups()
        shape = shape_of(page.slug, view_of(page.subject()[0]))
        assert float(top) < shape.box.top, page.slug
        assert float(top) + float(height) > shape.box.bottom, page.slug
