"""Every fragment of a page leads to exactly one place, whatever staff call their headings."""

from collections.abc import Iterator
from typing import Any

import html5lib
import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.caching.version import invalidate
from content.models import ClinicPage, ConditionIndexPage, ConditionPage, GuidePage, HomePage, PageSource, Source

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_kept_nothing")]
TAKEN = ["Main", "Ask", "Related", "Sources", "Muscles", "Places", "Inquiry", "Site menu", "id name", "Source xu 2023"]


@pytest.fixture
def _kept_nothing() -> Iterator[None]:
    """Afterward, invalidate everything cached about the test's pages."""
    yield
    invalidate()


def text(*headings: str, level: int = 2) -> tuple[str, Any]:
    return "rich_text", "".join(f"<h{level}>{heading}</h{level}><p>Text.</p>" for heading in headings)


def questions(heading: str, *asked: str) -> tuple[str, Any]:
    return "faq_group", {"heading": heading, "questions": [{"question": q, "answer": "<p>Yes.</p>"} for q in asked]}


def read(page: ClinicPage, *blocks: tuple[str, Any]) -> BeautifulSoup:
    page.body = [{"type": kind, "value": value} for kind, value in blocks]
    page.save_revision().publish()
    invalidate()
    answer = Client().get(page.url)
    assert answer.status_code == 200
    html5lib.HTMLParser(strict=True).parse(answer.content)
    soup = BeautifulSoup(answer.content, "html.parser")
    ids = [element["id"] for element in soup.find_all(id=True)]
    assert len(ids) == len(set(ids)), sorted(i for i in ids if ids.count(i) > 1)
    return soup


def led_to(soup: BeautifulSoup) -> list[tuple[str, str]]:
    """The contents list, as pairs of a link's words and the words of the heading it leads to."""
    links = soup.select(".contents a")
    return [(link.text, soup.find(id=link["href"][1:]).get_text().strip()) for link in links]


@pytest.fixture
def guide() -> GuidePage:
    return GuidePage.objects.get(slug="trigger-points")


def test_headings_keep_clear_of_the_layout_and_of_each_other() -> None:
    page = ConditionPage.objects.get(slug="hip-pain")
    steps = {"heading": "Muscles", "steps": [{"title": "One", "timing": "", "text": ""}]}
    note = {"kind": "note", "heading": "Muscles", "text": "<p>Text.</p>"}
    soup = read(
        page,
        text(*TAKEN),
        text("Main", "疼痛", "筋肉", level=2),
        text("Ask", level=3),
        ("steps", steps),
        ("callout", note),
        ("red_flags", {"level": "urgent", "heading": "Sources", "signs": ["Fever"], "action": ""}),
        questions("Questions", "Main", "Muscles", "Main"),
        questions("Questions", "Main"),
        ("call_to_action", {"heading": "Ask", "text": "", "button": "Ask", "page": None, "url": ""}),
    )
    found = led_to(soup)
    expected = [*TAKEN, "Main", "疼痛", "筋肉", "Muscles", "Muscles", "Sources", "Questions", "Questions"]
    assert [words for words, _ in found] == expected
    for words, heading in found:
        assert words == heading.removeprefix("Urgent: ")
    assert soup.find(id="main").name == "main"
    assert soup.find(id="sources").find_parent("section")["class"] == ["sources"]
    callout = soup.select_one(".box--note")
    assert callout["aria-labelledby"] == callout.h2["id"]
    assert len({item["id"] for item in soup.select("details > .answer")}) == 4


def test_a_fragment_stays_what_it_was_where_nothing_else_has_it(guide: GuidePage) -> None:
    soup = read(guide, text("Where it starts", "Salt &amp; sugar", "It’s me"), questions("", "Does it hurt?"))
    assert [link["href"] for link in soup.select(".contents a")] == ["#where-it-starts", "#salt-amp-sugar", "#its-me"]
    assert [link.text for link in soup.select(".contents a")][1] == "Salt & sugar"
    assert soup.select_one("details > .answer")["id"] == "does-it-hurt"


def test_the_contents_list_leads_to_sources_and_to_nothing_that_is_not_shown(guide: GuidePage) -> None:
    blocks = [
        text("One", "Two", "Three"),
        ("sources_list", {"heading": "References"}),
        ("related_pages", {"heading": "Read on here", "text": "", "pages": []}),
        ("sources_list", {"heading": "References again"}),
    ]
    guide.page_sources = [PageSource(source=Source.objects.first())]
    assert led_to(read(guide, *blocks)) == [(word, word) for word in ("One", "Two", "Three", "References")]
    guide.page_sources = []
    soup = read(guide, *blocks)
    assert led_to(soup) == [(word, word) for word in ("One", "Two", "Three")]
    assert soup.find(id="sources") is None


def test_the_first_page_gives_each_heading_its_own_fragment() -> None:
    soup = read(HomePage.objects.get(), text("Where", "Main"), text("Main"))
    assert len(soup.select(".part--rich_text > h2[id]")) == 3


def test_a_new_condition_can_be_previewed(admin_client: Client) -> None:
    page = ConditionPage(title="Knee pain", slug="knee-pain", live=False)
    ConditionIndexPage.objects.get().add_child(instance=page)
    answer = page.make_preview_request()
    assert answer.status_code == 200
