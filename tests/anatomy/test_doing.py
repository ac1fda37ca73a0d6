"""Drawings of doing something: in the pages that tell of it, and the same in words."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.anatomy.doing import load_doing

pytestmark = pytest.mark.django_db

SHOWN = {
    "/trigger-point-therapy/": ["taut-band"],
    "/referred-pain/": ["pressed-and-felt"],
    "/what-a-session-feels-like/": ["hold"],
    "/articles/a-ball-and-a-wall/": ["ball-and-wall"],
    "/articles/ten-minutes-for-a-desk-neck/": ["desk-posture"],
    "/hip-pain-from-sitting/": ["pillow-between-knees"],
    "/trigger-point-therapy-or-deep-tissue-massage/": ["precise-pressure", "broad-pressure"],
}


def test_the_pages_that_tell_of_doing_something_show_it(starter_soup: dict[str, BeautifulSoup]) -> None:
    assert {name for names in SHOWN.values() for name in names} == set(load_doing())
    for url, names in SHOWN.items():
        images = starter_soup[url].select("main .drawings img")
        assert [str(image["src"]).split("/")[-1].split(".")[0] for image in images] == names, url
        assert all(len(str(image["alt"]).split()) > 8 for image in images), url


@pytest.mark.parametrize("name", list(load_doing()))
def test_each_is_a_complete_file_with_its_words(client: Client, name: str) -> None:
    answer = client.get(f"/drawings/b3361e/doing/{name}.0000000000.svg", follow=True)
    svg = BeautifulSoup(answer.content, "html.parser").svg
    assert answer["Content-Type"] == "image/svg+xml"
    assert svg["aria-label"] == load_doing()[name].words
    assert "{" not in str(svg).partition("</style>")[2]
    assert not svg.select("script, [style], image, foreignobject")
    ids = {element["id"] for element in svg.select("[id]")}
    assert {element["clip-path"][5:-1] for element in svg.select("[clip-path]")} <= ids


def test_there_are_no_others(client: Client) -> None:
    assert client.get("/drawings/b3361e/doing/standing-on-one-leg.0000000000.svg").status_code == 404
