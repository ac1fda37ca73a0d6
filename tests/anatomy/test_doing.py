"""Drawings of an activity: shown in the pages about it, with a description in words."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.anatomy.doing import load_doing

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", list(load_doing()))
def test_each_drawing_is_a_complete_file_with_its_description(client: Client, name: str) -> None:
    answer = client.get(f"/drawings/b3361e/doing/{name}.0000000000.svg", follow=True)
    svg = BeautifulSoup(answer.content, "html.parser").svg
    assert answer["Content-Type"] == "image/svg+xml; charset=utf-8"
    assert svg["aria-label"] == load_doing()[name].words
    assert "{" not in str(svg).partition("</style>")[2]
    assert not svg.select("script, [style], image, foreignobject")
    ids = {element["id"] for element in svg.select("[id]")}
    assert {element["clip-path"][5:-1] for element in svg.select("[clip-path]")} <= ids


def test_an_unknown_drawing_is_not_found(client: Client) -> None:
    assert client.get("/drawings/b3361e/doing/standing-on-one-leg.0000000000.svg").status_code == 404
