"""The results page: kinds, pages, empty states, headers, promoted results, and what it costs."""

from typing import Any

import html5lib
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import PageViewRestriction

from content.caching.version import invalidate
from content.models import ConditionPage, HomePage, MusclePage
from content.site_context.clinic import the_clinic
from search.results.find import PER_PAGE
from tests.search.help import guide, searched

pytestmark = pytest.mark.django_db


# Kinds and pages ------------------------------------------------------------------------------------


def test_kinds_narrow_the_results_and_their_counts_add_up(client: Client) -> None:
    seen = searched(client, "neck")
    links = seen.soup.select(".kinds a")
    counts = [int(link.select_one(".count").get_text()) for link in links]
    assert counts[0] == sum(counts[1:]) == int(seen.heading.split()[0])
    assert counts[1:] == sorted(counts[1:], reverse=True)
    assert links[0]["aria-current"] == "true"
    muscles = searched(client, "neck", kind="muscle")
    assert muscles.soup.select_one(".kinds [aria-current]").get_text().startswith("Muscles")
    assert len(muscles.titles) > 3
    assert {line.get_text().split("›")[-1].strip() for line in muscles.soup.select(".found .small")} <= {
        "Muscle",
        "Muscles",
    }


def test_kinds_are_named_in_the_plural_and_the_page_has_one_box_with_the_whole_query(client: Client) -> None:
    seen = searched(client, "sciatica")
    kinds = {link.get_text(" ", strip=True).rstrip("0123456789 ") for link in seen.soup.select(".kinds a")}
    assert {"All", "Muscles", "Guides", "Body regions", "Conditions"} <= kinds
    (box,) = seen.soup.select("input[type=search]")
    assert box["value"] == "sciatica"


def test_every_result_is_on_exactly_one_page(client: Client) -> None:
    for number in range(2 * PER_PAGE + 3):
        guide(f"Many {number}", "qqmany " * (number % 5 + 1))
    found: list[str] = []
    address = "/search/?q=qqmany"
    for page in range(1, 4):
        seen = searched(client, "qqmany", page=page)
        found += seen.titles
        assert f"Page {page} of 3" in seen.text
        following = seen.soup.select_one(".pager [rel=next]")
        assert bool(following) == (page < 3)
        address = following["href"] if following else address
    assert sorted(found) == sorted(f"Many {number}" for number in range(2 * PER_PAGE + 3))
    assert "page=3" in address
    assert seen.soup.select_one("ol.found")["start"] == str(2 * PER_PAGE + 1)


def test_a_kind_stays_chosen_from_page_to_page(client: Client) -> None:
    for number in range(PER_PAGE + 1):
        guide(f"Kind {number}", "neck")
    seen = searched(client, "neck", kind="guide")
    following = seen.soup.select_one(".pager [rel=next]")["href"]
    assert "kind=guide" in following
    assert client.get("/search/" + following).status_code == 200


# Empty states, head and headers ---------------------------------------------------------------------


def test_without_a_query_there_is_where_to_begin(client: Client) -> None:
    seen = searched(client)
    cards = [link["href"] for link in seen.soup.select(".cards a")]
    assert ConditionPage.objects.live().first().url in cards
    assert "/pain-map/" in cards
    assert seen.heading == "Search"


def test_without_a_hit_there_are_conditions_the_pain_map_and_the_phone(client: Client) -> None:
    seen = searched(client, "wqxzjk")
    assert seen.heading == "Nothing found for “ wqxzjk ”"
    links = [link["href"] for link in seen.soup.main.find_all("a")]
    assert "/pain-map/" in links
    assert any(link.startswith("tel:") for link in links)
    assert ConditionPage.objects.live().first().url in links


@pytest.mark.parametrize("params", [{}, {"q": "neck"}, {"q": "wqxzjk"}, {"q": "pirifomis"}, {"q": "neck", "page": 2}])
def test_the_page_is_valid_not_indexed_without_cookies_and_kept_by_nobody_else(
    client: Client, params: dict[str, Any]
) -> None:
    answer = client.get("/search/", params)
    text = answer.content.decode()
    html5lib.HTMLParser(strict=True).parse(text)
    assert text.count("<h1") == 1
    assert '<meta name="robots" content="noindex">' in text
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")
    assert "private" in answer["Cache-Control"]


def test_every_field_of_the_page_has_a_label_and_every_id_is_unique(client: Client) -> None:
    soup = searched(client, "neck").soup
    labeled = {label["for"] for label in soup.find_all("label")}
    assert {field["id"] for field in soup.find_all("input")} == labeled
    ids = [element["id"] for element in soup.select("[id]")]
    assert len(ids) == len(set(ids))
    assert soup.select_one("main input[name=q]")["value"] == "neck"


def test_only_reading_is_answered(client: Client) -> None:
    assert client.post("/search/", {"q": "neck"}).status_code == 405
    assert client.head("/search/?q=neck").status_code == 200


# What staff put first -------------------------------------------------------------------------------


def test_what_staff_promote_comes_first(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    muscle = MusclePage.objects.live().last()
    searched(client, "neck pain")
    with django_capture_on_commit_callbacks(execute=True):
        for words in ("Neck pain", the_clinic().name):
            SearchPromotion.objects.create(query=Query.get(words), page=muscle, description="Start with this one")
    seen = searched(client, "neck PAIN")
    first = seen.soup.select_one(".picks li")
    assert first.h2.get_text() == muscle.title
    assert "Start with this one" in first.get_text()
    assert seen.titles.count(muscle.title) == 1
    assert not searched(client, "neck pain", kind="guide").soup.select(".picks li")
    assert searched(client, the_clinic().name).titles[0] == muscle.title
    muscle.unpublish()
    invalidate()
    assert not searched(client, "neck pain").soup.select(".picks li")


def test_a_pick_that_visitors_may_not_see_any_more_neither_shows_nor_hides_what_was_meant(client: Client) -> None:
    draft, private = guide("Draft", "text", live=False), guide("Private", "text")
    PageViewRestriction.objects.create(page=private, restriction_type=PageViewRestriction.LOGIN)
    guide("Half", "qqfirst")
    for page in (draft, private):
        for words in ("pirifomis", "qqfirst wqxzjk"):
            SearchPromotion.objects.create(query=Query.get(words), page=page)
    invalidate()
    seen = searched(client, "pirifomis")
    assert "Did you mean piriformis ?" in seen.text
    assert not seen.soup.select(".picks li")
    assert searched(client, "qqfirst wqxzjk").titles == ["Half"]


@pytest.mark.parametrize(
    ("typed", "address"), [("opening hours", "/contact/"), ("Phone", "/contact/"), ("prices", "/sessions/")]
)
def test_who_looks_for_the_clinic_itself_finds_it_first(client: Client, typed: str, address: str) -> None:
    assert searched(client, typed).soup.select_one(".picks li a")["href"] == address


def test_a_pick_without_words_of_its_own_is_shown_as_a_result_is(client: Client) -> None:
    muscle = MusclePage.objects.live().get(title="Piriformis")
    found = searched(client, "piriformis").soup.select_one("ol.found li")
    SearchPromotion.objects.create(query=Query.get("piriformis"), page=muscle, description="")
    invalidate()
    assert searched(client, "piriformis").soup.select_one(".picks li").decode_contents() == found.decode_contents()


def test_a_picked_page_is_shown_once_among_all_pages_of_results(client: Client) -> None:
    for number in range(2 * PER_PAGE):
        guide(f"Much {number}", "qqmuch " * (2 if number else 9))
    last = guide("Least", "qqmuch " + "other words " * 90)
    assert searched(client, "qqmuch", page=3).titles == ["Least"]
    for picked, listed_on in ((HomePage.objects.get().get_children().get(title="Much 0"), 1), (last, 3)):
        SearchPromotion.objects.all().delete()
        SearchPromotion.objects.create(query=Query.get("qqmuch"), page=picked.specific)
        invalidate()
        first, second = searched(client, "qqmuch"), searched(client, "qqmuch", page=2)
        assert first.titles[0] == picked.title
        assert sorted(first.titles + second.titles) == sorted(["Least", *(f"Much {n}" for n in range(2 * PER_PAGE))])
        assert "Page 1 of 2" in first.text
        assert picked.title in searched(client, "qqmuch", kind="guide", page=listed_on).titles


def test_who_asks_for_hours_or_the_place_reads_them_at_once(client: Client) -> None:
    pick = " ".join(searched(client, "are you open on saturday").soup.select_one(".picks li").get_text(" ").split())
    assert "Sample Street" in pick
    assert "Saturday closed" in pick
    assert searched(client, "opening times").soup.select_one(".picks a[href^='tel:']")


def test_pages_with_one_of_the_words_do_not_hide_the_answer_of_staff(client: Client) -> None:
    guide("Door", "Leave the door open.")
    seen = searched(client, "are you open on saturday")
    assert seen.titles == ["Ask about a session"]
    assert "No page" not in seen.heading


def test_each_page_of_results_has_its_own_name_in_the_history(client: Client) -> None:
    assert searched(client, "neck").soup.title.get_text() != searched(client, "neck", page=2).soup.title.get_text()


# Cost -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "pain",
        "neck",
        "levator scapuale",
        "pirifomis wqxzjk",
        "wqxzjk",
        "wqxzjk vbnmpq",
        "neck wqxzjk",
        "",
        "phone",
        "open wqxzjk",
    ],
)
def test_a_search_takes_at_most_six_queries_whatever_it_finds(client: Client, text: str) -> None:
    client.get("/search/", {"q": text})
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/search/", {"q": text}).status_code == 200
    assert len(queries) <= 6, [query["sql"][:120] for query in queries]


def test_the_number_of_results_does_not_change_the_number_of_queries(client: Client) -> None:
    def cost(text: str) -> int:
        searched(client, text)
        with CaptureQueriesContext(connection) as queries:
            searched(client, text)
        return len(queries)

    before = cost("neck")
    for number in range(PER_PAGE + 2):
        guide(f"More {number}", "neck")
    assert cost("neck") == before
