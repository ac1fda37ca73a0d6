"""The HTML that visitors get is as tidy as html-validate's recommended rules ask."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

pytestmark = pytest.mark.django_db


def test_words_keep_their_distance_without_indentation(client: Client) -> None:
    footer = BeautifulSoup(client.get("/").content, "html.parser").footer
    assert "Sampletown, NY 00000" in footer.get_text()
