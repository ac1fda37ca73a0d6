"""The consumer health data policy contains what the law requires and is linked where it must be (RCW 19.373.020)."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.models import LegalPage

pytestmark = pytest.mark.django_db
POLICY = "/consumer-health-data/"
WANTED = [
    r"what we collect, and why",  # categories, purpose and use
    r"where it comes from",  # categories of sources
    r"what we share, and with whom",  # categories shared, third parties, affiliates
    r"affiliates",
    r"ask whether we collect, share or sell",
    r"a list of everyone we have shared it with",
    r"take back your consent",
    r"have it deleted",
    r"within 45 days",
    r"you can appeal",
    r"attorney general",
    r"ask for your consent first",  # before collecting other data, or using it otherwise
]


def said(soup: BeautifulSoup) -> str:
    return " ".join(soup.main.get_text(" ").split()).lower()


def test_it_says_what_the_law_asks_for(starter_soup: dict[str, BeautifulSoup]) -> None:
    text = said(starter_soup[POLICY])
    for wanted in WANTED:
        assert re.search(wanted, text), wanted


def test_it_is_plainly_a_sample_for_a_lawyer(starter_soup: dict[str, BeautifulSoup]) -> None:
    box = starter_soup[POLICY].main.select_one(".box--sample")
    assert box is not None
    assert "A sample that a lawyer must check" in box.get_text()
    assert starter_soup[POLICY].select_one(".sources a[href*='leg.wa.gov']")


def test_it_is_linked_from_every_page_and_beside_the_form(starter_soup: dict[str, BeautifulSoup]) -> None:
    forms = 0
    for url, soup in starter_soup.items():
        assert soup.footer.find("a", href=POLICY), url
        if form := soup.select_one("form#inquiry"):
            forms += 1
            assert form.find("a", href="/privacy/"), url
            assert form.find("a", href=POLICY), url
    assert forms > 50
    assert starter_soup["/privacy/"].main.find("a", href=POLICY)


def test_a_clinic_that_needs_none_takes_it_down_everywhere(
    client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        LegalPage.objects.get(slug="consumer-health-data").unpublish()
    contact = BeautifulSoup(client.get("/contact/").content, "html.parser")
    assert contact.select_one("form#inquiry").find("a", href="/privacy/")
    assert contact.find("a", href=POLICY) is None
