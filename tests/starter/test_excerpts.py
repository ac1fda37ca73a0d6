"""The excerpt of a search result is a sentence from the sample clinic's page."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.search.help import searched

pytestmark = pytest.mark.django_db

TYPED = ["blood thinners", "hip pain", "sitting", "desk neck", "arthritis", "prices", "heel", "evidence", "numb"]
BLOCKS = "p, li, h1, h2, h3, h4, td, th, dt, dd, summary, figcaption, blockquote, .lead"


def quoted(result: Any) -> str:
    """A result's excerpt without the ellipses."""
    paragraph = result.select("p:not(.small)")
    return " ".join(paragraph[-1].get_text().split()).strip("… ") if paragraph else ""


def one_line(text: str) -> str:
    return "".join(text.split())


@pytest.mark.parametrize("typed", TYPED)
def test_an_excerpt_stands_in_one_paragraph_of_its_page(
    client: Client, starter_soup: dict[str, BeautifulSoup], typed: str
) -> None:
    results = searched(client, typed).soup.select("ol.found > li")
    assert results
    for result in results:
        page = starter_soup[result.h2.a["href"]]
        paragraphs = [one_line(block.get_text()) for block in page.main.select(BLOCKS)]
        assert quoted(result), result.h2.get_text()
        assert any(one_line(quoted(result)) in paragraph for paragraph in paragraphs), quoted(result)
