"""Conditions and guides: what they say first, what appears beside the text, and where the middle of the page leads."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from content.caching.version import invalidate
from content.models import ConditionPage, GuidePage
from content.models.base import insertion_index

pytestmark = pytest.mark.django_db

CONDITION, GUIDE = "/conditions/hip-pain/", "/find-the-source/"


def read(client: Client, path: str) -> BeautifulSoup:
    invalidate()
    return BeautifulSoup(client.get(path).content, "html.parser")


@pytest.mark.parametrize("path", [CONDITION, GUIDE])
def test_the_head_says_what_it_may_be_what_is_done_and_when_to_see_a_doctor(client: Client, path: str) -> None:
    soup = read(client, path)
    head = soup.select_one(".page-head")
    lines = [line.get_text() for line in head.select(".glance dt")]
    assert lines == ["What it may be", "What we do", "When to see a doctor"]
    assert all(line.get_text(strip=True) for line in head.select(".glance dd"))
    assert head.select_one(".plate-figure img[alt]")
    links = [link["href"] for link in soup.select(".contents summary ~ ul a")]
    assert len(links) > 2
    assert all(soup.find(id=link[1:]) for link in links)


def test_what_staff_leave_empty_is_left_out(client: Client) -> None:
    ConditionPage.objects.update(may_be="", see_doctor="")
    assert [line.get_text() for line in read(client, CONDITION).select(".glance dt")] == ["What we do"]
    GuidePage.objects.update(may_be="", what_we_do="", see_doctor="", opening_drawing="")
    soup = read(client, GUIDE)
    assert not soup.select(".glance, .plate-figure")


@pytest.mark.parametrize("path", [CONDITION, GUIDE, "/trigger-point-therapy-or-deep-tissue-massage/"])
def test_the_middle_leads_to_the_map_the_sessions_and_the_form_once(client: Client, path: str) -> None:
    [lead_on] = read(client, path).select(".lead-on")
    targets = {link["href"] for link in lead_on.select("a")}
    assert {"/pain-map/", "/sessions/", "#ask"} <= targets
    around = (lead_on.find_previous_sibling(True), lead_on.find_next_sibling(True))
    assert all(one and "red-flags" not in one.get("class", []) for one in around)


@pytest.mark.parametrize(
    ("kinds", "middle"),
    [
        ("rich_text red_flags red_flags rich_text steps rich_text callout faq_group", 4),
        ("rich_text red_flags red_flags red_flags steps rich_text callout rich_text", 5),
        ("rich_text steps drawing rich_text", 1),
        ("red_flags rich_text", None),
        ("rich_text", None),
        ("", None),
    ],
)
def test_nothing_invites_beside_signs_that_need_a_doctor(kinds: str, middle: int | None) -> None:
    assert insertion_index(kinds.split()) == middle


def test_a_short_condition_still_leads_to_its_places(client: Client) -> None:
    page = ConditionPage.objects.get(slug="hip-pain")
    page.body = page.body.stream_block.to_python([{"type": "rich_text", "value": "<p>Short.</p>"}])
    page.save()
    assert read(client, CONDITION).select_one(".lead-on a[href='/pain-map/outer-hip/']")


def test_rows_without_a_number_stay_in_the_order_they_were_made_in(client: Client) -> None:
    """PostgreSQL returns an updated row last unless a query says how to sort."""
    before = [link["href"] for link in read(client, CONDITION).select("main a")]
    page, elsewhere = (
        ConditionPage.objects.get(slug="hip-pain"),
        ConditionPage.objects.get(slug="desk-and-posture-pain"),
    )
    for rows in (page.condition_muscles, page.condition_regions, page.page_sources):
        first = rows.order_by("pk").first()
        for owner in (elsewhere, page):
            type(first).objects.filter(pk=first.pk).update(page=owner)
    assert [link["href"] for link in read(client, CONDITION).select("main a")] == before
