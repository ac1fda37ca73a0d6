"""Templates are sent without their indentation; what people wrote keeps its own."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from tests.inquiries.visitor import answers, send

pytestmark = pytest.mark.django_db


def test_pages_are_sent_without_indentation(client: Client) -> None:
    lines = client.get("/conditions/hip-pain/").text.splitlines()
    assert [line for line in lines if line.startswith((" ", "\t"))] == []


def test_what_a_visitor_typed_keeps_its_indentation(client: Client) -> None:
    typed = "First line\n    a second one\n\n\n  {% if %}\n    the last"
    page = send(client, answers(client, message=typed, name=""))
    assert BeautifulSoup(page.content, "html.parser").select_one("textarea").get_text().strip("\r\n") == typed
