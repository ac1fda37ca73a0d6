"""The HTML that visitors get is as tidy as html-validate's recommended rules ask."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db


def test_a_phone_number_is_never_broken_into_two_lines(starter_soup: dict[str, BeautifulSoup]) -> None:
    numbers = [link for soup in starter_soup.values() for link in soup.select("a[href^='tel:']")]
    assert numbers
    assert all("nobr" in link.get("class", []) for link in numbers)
    assert ".nobr{white-space:nowrap}" in starter_soup["/"].style.string


def test_words_keep_their_distance_without_indentation(client: Client) -> None:
    footer = BeautifulSoup(client.get("/").content, "html.parser").footer
    assert "Sampletown, NY 00000" in footer.get_text()
