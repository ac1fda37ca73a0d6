"""What visitors get doesn't grow with the number of conditions, in queries or in bytes."""

from collections.abc import Sequence

import pytest
from bs4 import BeautifulSoup
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from content.caching.version import invalidate
from content.models import ConditionMuscle, ConditionPage, ConditionRegion, MusclePage, PractitionerPage, RegionPage
from content.models.condition import CONDITIONS_PER_PAGE
from tests.content.many_conditions import add_conditions

pytestmark = pytest.mark.django_db

FEW, MANY = 40, 200
SLACK = 20  # bytes: the number of conditions has more digits


def cost(client: Client, url: str) -> tuple[int, int]:
    """Queries and bytes of the first request after a publication."""
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    invalidate()
    return len(queries), len(answer.content)


def test_pages_do_not_grow_with_the_number_of_conditions(client: Client) -> None:
    region, muscle, person = RegionPage.objects.first(), MusclePage.objects.first(), PractitionerPage.objects.first()
    assert region
    assert muscle
    assert person
    urls = ["/", "/no-such-page/", "/conditions/", "/conditions/hip-pain/", "/contact/", "/search/"]
    urls += [str(page.url) for page in (region, muscle, person)]

    def named_by(conditions: Sequence[ConditionPage]) -> None:
        ConditionRegion.objects.bulk_create(ConditionRegion(page=one, region=region) for one in conditions)
        ConditionMuscle.objects.bulk_create(ConditionMuscle(page=one, muscle=muscle) for one in conditions)
        person.conditions.set([*person.conditions.all(), *conditions])
        person.save()

    named_by(add_conditions(100, FEW))
    invalidate()
    few = {url: cost(client, url) for url in urls}
    named_by(add_conditions(100 + FEW, MANY))
    invalidate()
    many = {url: cost(client, url) for url in urls}
    assert {url: (few[url], many[url]) for url in urls if many[url][0] > few[url][0]} == {}
    assert {url: (few[url], many[url]) for url in urls if many[url][1] > few[url][1] + SLACK} == {}


def test_all_conditions_are_listed_page_by_page(client: Client) -> None:
    add_conditions(100, CONDITIONS_PER_PAGE)
    invalidate()
    titles = list(ConditionPage.objects.order_by("path").values_list("title", flat=True))
    pages = [BeautifulSoup(client.get(f"/conditions/?page={number}").content, "html.parser") for number in (1, 2)]
    shown = [card.a.get_text() for page in pages for card in page.select("ul.cards li > div") if card.a]
    assert [title for title in shown if title in titles] == titles
    first, second = pages
    assert first.select_one('nav[aria-label="Pages"] a[href="?page=2"]')
    for page, address in [(first, "/conditions/"), (second, "/conditions/?page=2")]:
        canonical = page.find("link", rel="canonical")
        assert canonical
        assert str(canonical["href"]).endswith(address)
    assert second.title
    assert second.title.text.endswith(", page 2")


@pytest.mark.parametrize("url", ["/", "/no-such-page/"])
def test_a_page_that_shows_some_of_the_conditions_leads_to_all(client: Client, url: str) -> None:
    add_conditions(100, FEW)
    invalidate()
    link = BeautifulSoup(client.get(url).content, "html.parser").find(
        "a", string=f"All {ConditionPage.objects.count()} conditions"
    )
    assert link
    assert link["href"] == "/conditions/"


def test_a_form_offers_the_condition_of_its_page_among_the_first(client: Client) -> None:
    """It also accepts every condition that a page of this site offered."""
    last = add_conditions(100, FEW)[-1]
    invalidate()
    form = BeautifulSoup(client.get(f"/conditions/{last.slug}/").content, "html.parser")
    offered = [str(box["value"]) for box in form.select('form#inquiry input[name="about"]')]
    assert str(last.pk) in offered
    assert len(offered) < FEW
    checked = form.select_one(f'form#inquiry input[name="about"][value="{last.pk}"]')
    assert checked
    assert checked.has_attr("checked")
