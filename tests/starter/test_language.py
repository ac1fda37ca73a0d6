"""The starter reads as if an American editor wrote it, and uses the words people search for."""

import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup
from django.conf import settings

from content.starter.files import FOLDER

pytestmark = pytest.mark.django_db
Soups = dict[str, BeautifulSoup]
TRANSLATED = re.compile(
    r"(a person|somebody|people) of the clinic|the right address|they stand here|were checked|once the organs"
    r"|belongs? to (a|your) doctor|answer usually|signs? that belong|(people|you) come with\b|stands? in our"
    r"|on (your|our) say\b|belongs? to somebody|other work than ours|send you on to"
    r"|straight away|working day|\d %(?!})",
    re.I,
)
SEARCHED = ["/", "/trigger-point-therapy/", "/trigger-points/", "/questions/", "/pain-map/"]
ASKING = [
    *("/", "/trigger-point-therapy/", "/what-a-session-feels-like/", "/sessions/"),
    *("/trigger-point-therapy-or-deep-tissue-massage/", "/articles/preparing-for-your-first-session/"),
    "/contact/thank-you/",
]


def test_no_text_of_the_starter_reads_translated() -> None:
    for file in sorted(FOLDER.rglob("*.yaml")):
        if file.name != "picks.yaml":  # search terms that people type
            assert [found[0] for found in TRANSLATED.finditer(file.read_text())] == [], file.name


def test_no_page_reads_translated(starter_soup: Soups) -> None:
    for url, soup in starter_soup.items():
        assert TRANSLATED.search(soup.get_text(" ")) is None, url


def test_no_template_reads_translated() -> None:
    for file in sorted(Path(settings.BASE_DIR, "templates").rglob("*.*")):
        if file.suffix in {".html", ".txt"} and "wagtailadmin" not in file.parts:
            assert TRANSLATED.search(file.read_text()) is None, file.name


@pytest.mark.parametrize("url", SEARCHED)
def test_who_searches_for_myofascial_pain_finds_the_word_in_a_sentence(starter_soup: Soups, url: str) -> None:
    main = starter_soup[url].main
    said = [part.get_text(" ") for part in main.select("p, li, .answer") if not part.find_parent(class_="sources")]
    assert any(re.search(r"\bmyofascial\b.*[.?]", text) for text in said)


@pytest.mark.parametrize("url", ASKING)
def test_who_has_a_question_is_led_to_the_answers_where_it_arises(starter_soup: Soups, url: str) -> None:
    assert starter_soup[url].main.find("a", href="/questions/")
