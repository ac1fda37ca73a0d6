"""Blocks link only to what is there, and a deleted target takes nothing else down with it."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page, PageViewRestriction

from content.blocks import VOCABULARY
from content.caching.version import invalidate
from content.models import (
    ArticlePage,
    ConditionPage,
    GuidePage,
    HomePage,
    LegalPage,
    MusclePage,
    PainMapPage,
    PractitionerPage,
    SessionType,
)
from inquiries.models import InquiryPage

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("_kept_nothing")]
CALL = {"heading": "Come", "text": "", "button": "Ask", "page": None, "url": ""}


@pytest.fixture
def _kept_nothing() -> Iterator[None]:
    """Afterward, invalidate everything cached about the test's pages."""
    yield
    invalidate()


def page_of(*blocks: tuple[str, Any], model: type[Page] = LegalPage) -> Page:
    """A live page made of these blocks."""
    page = model(title="Everything", slug="everything", summary="All of it.")
    page.body = [{"type": kind, "value": value} for kind, value in blocks]
    HomePage.objects.get().add_child(instance=page)
    invalidate()
    return page


def read(page: Page) -> BeautifulSoup:
    invalidate()
    answer = Client().get(page.url)
    assert answer.status_code == 200
    return BeautifulSoup(answer.content, "html.parser")


def every_block() -> list[tuple[str, Any]]:
    """Every block as the block picker previews it."""
    found = []
    for name, block in VOCABULARY:
        block.set_name(name)
        value = block.get_preview_value()
        found.append((name, block.get_prep_value(value if value is not None else block.get_default())))
    return found


def withdraw(*models: type[Page]) -> None:
    for model in models:
        for page in model.objects.live():
            page.unpublish()


def test_the_latest_articles_come_newest_first() -> None:
    index = ArticlePage.objects.first().get_parent()
    for day in (2, 9, 5):
        index.add_child(instance=ArticlePage(title=f"Of day {day}", slug=f"day-{day}", date=date(2030, 1, day)))
    shown = read(page_of(("articles", {"heading": "New", "text": "", "count": 2})))
    cards = shown.find(string="New").find_parent("section").select(".cards a")
    assert [card.get_text(strip=True) for card in cards] == ["Of day 9", "Of day 5"]


def test_a_cell_of_plain_words_is_shown_as_typed() -> None:
    columns = [{"type": kind, "heading": ""} for kind in ("heading", "heading", "text")]
    rows = [{"values": ["Since when", "<3 months & more", "<p>It <b>varies</b></p>"]}]
    shown = read(page_of(("comparison_table", {"table": {"columns": columns, "rows": rows, "caption": ""}})))
    assert [cell.get_text(strip=True) for cell in shown.select("td[data-label]")] == ["<3 months & more", "Itvaries"]
    assert shown.select("td b")


def test_every_block_is_shown_on_a_site_that_has_nothing_else() -> None:
    page = page_of(*every_block(), model=GuidePage)
    withdraw(InquiryPage, PainMapPage, PractitionerPage, ArticlePage, ConditionPage, MusclePage)
    SessionType.objects.all().delete()
    soup = read(page)
    main = soup.main
    assert not main.select("ul.cards:empty")
    assert not main.find("a", href="")
    assert not main.find("form")
    assert not main.find("a", href="#inquiry")
    assert "Not sure where it starts?" in main.text
    assert main.find("details")


def test_a_button_leads_to_its_page_else_to_its_address_else_to_the_form() -> None:
    target = GuidePage.objects.get(slug="trigger-points")
    page = page_of(
        ("call_to_action", CALL | {"page": target.pk, "url": "https://elsewhere.example/"}),
        ("call_to_action", CALL | {"page": target.pk}),
    )

    def buttons() -> list[str]:
        return [link["href"] for link in read(page).main.select("a.button")]

    assert buttons() == [target.url, target.url]
    target.unpublish()
    assert buttons() == ["https://elsewhere.example/", "/contact/"]
    InquiryPage.objects.get().unpublish()
    assert buttons() == ["https://elsewhere.example/"]
    target.save_revision().publish()
    PageViewRestriction.objects.create(page=target, restriction_type=PageViewRestriction.LOGIN)
    assert buttons() == ["https://elsewhere.example/"]


def test_cards_are_of_pages_that_everybody_can_read() -> None:
    draft, private, shown = GuidePage.objects.live().exclude(summary="")[:3]
    page = page_of(("related_pages", {"heading": "Read", "text": "", "pages": [draft.pk, private.pk, shown.pk]}))
    draft.unpublish()
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    (card,) = read(page).select(".flow ul.cards > li")
    assert card.a["href"] == shown.url
    assert shown.summary in card.text
    shown.unpublish()
    assert "Read" not in {heading.text for heading in read(page).main.find_all("h2")}


def test_related_cards_cost_the_same_however_many() -> None:
    pages = list(Page.objects.live().filter(depth=4).order_by("path")[:12])

    def queries(count: int) -> int:
        value = {"heading": "", "text": "", "pages": [page.pk for page in pages[:count]]}
        page = page_of(("related_pages", value))
        Client().get(page.url)
        with CaptureQueriesContext(connection) as captured:
            Client().get(page.url)
        page.delete()
        return len(captured)

    assert queries(12) == queries(2)


def test_only_a_real_person_whose_page_is_open_to_all_is_named_as_author_and_introduced() -> None:
    person = PractitionerPage.objects.get(slug="sample-therapist")
    page = page_of(("practitioner", {"practitioner": person.pk, "text": "<p>Hello.</p>"}), model=GuidePage)
    page.author = person
    page.save_revision().publish()
    assert not read(page).select(".byline")  # a sample signs nothing
    person.is_sample = False
    person.save_revision().publish()
    soup = read(page)
    assert [link["href"] for link in soup.select(".byline a")] == [person.url]
    assert person.role in soup.select_one("section.box").text
    person.unpublish()
    soup = read(page)
    assert not soup.select(".byline")
    assert "Hello." not in soup.main.text
    person.save_revision().publish()
    PageViewRestriction.objects.create(page=person, restriction_type=PageViewRestriction.LOGIN)
    assert not read(page).select(".byline")


def test_the_way_down_skips_what_visitors_cannot_read_and_uses_short_names() -> None:
    above = GuidePage(title="Everything about knees", slug="knees", menu_title="Knees")
    HomePage.objects.get().add_child(instance=above)
    page = GuidePage(title="Stairs", slug="stairs")
    above.add_child(instance=page)
    steps = [step.text for step in read(page).select(".crumbs li")]
    assert steps == ["Home", "Knees", "Stairs"]
    above.unpublish()
    assert [step.text for step in read(page).select(".crumbs li")] == ["Home", "Stairs"]


def test_a_sample_is_marked_where_it_is_introduced() -> None:
    person = PractitionerPage.objects.get(slug="sample-therapist")
    page = page_of(("practitioner", {"practitioner": person.pk, "text": ""}), model=GuidePage)
    assert read(page).select_one("section.box .tag").text == "Sample"
    person.is_sample = False
    person.save_revision().publish()
    assert not read(page).main.select("section.box .tag")
