"""Finding pages with /search/."""

from typing import Any
from urllib.parse import quote

import pytest
from django.core.management import call_command
from django.test import Client
from wagtail.models import PageViewRestriction

from content.caching.version import invalidate
from inquiries.models import ThankYouPage
from tests.search.help import guide, searched

pytestmark = pytest.mark.django_db


def test_a_muscle_is_found_by_its_name(client: Client) -> None:
    seen = searched(client, "Levator scapulae")
    assert seen.titles[0] == "Levator scapulae"
    link = seen.soup.select_one(".found h2 a")
    assert client.get(link["href"]).status_code == 200
    assert [mark.get_text() for mark in link.find_all("mark")] == ["Levator", "scapulae"]
    assert "Muscle" in seen.soup.select_one(".found .small").get_text()
    assert seen.soup.select_one(".found .small a")["href"] == "/muscles/"


@pytest.mark.parametrize(
    ("typed", "meant", "title"),
    [
        ("levator scapuale", "levator scapulae", "Levator scapulae"),
        ("pirifomis", "piriformis", "Piriformis"),
        ("gluteus minumus", "gluteus minimus", "Gluteus minimus"),
        ("infraspinatous", "infraspinatus", "Infraspinatus"),
    ],
)
def test_a_typo_is_understood(client: Client, typed: str, meant: str, title: str) -> None:
    seen = searched(client, typed)
    assert f"Did you mean {meant} ?" in seen.text
    assert seen.soup.select_one(".lead a")["href"] == f"?q={quote(meant)}"
    assert title in seen.titles


def test_two_short_words_that_nobody_knows_are_rather_another_language(client: Client) -> None:
    assert "Did you mean neck ?" in searched(client, "nek").text
    assert "Did you mean" not in searched(client, "nek hpi").text


def test_a_missing_space_is_understood(client: Client) -> None:
    assert "Did you mean trigger point ?" in searched(client, "triggerpoint").text


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("lumbago", "Low back"),
        ("butt", "Gluteus maximus"),
        ("bum", "Buttock"),
        ("shoulder blade", "Levator scapulae"),
        ("shoulder blades", "Levator scapulae"),
        ("scapula", "Shoulder blade"),
        ("cost", "Sessions and prices"),
        ("fees", "Sessions and prices"),
        ("coccyx", "Tailbone"),
    ],
)
def test_everyday_words_find_what_pages_call_it(client: Client, typed: str, title: str) -> None:
    seen = searched(client, typed)
    found = seen.titles + searched(client, typed, page=2).titles
    assert title in found


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("crick in neck", "Side of the neck"),
        ("wry neck", "Side of the neck"),
        ("charley horse", "Calf muscles"),
        ("my hip hurts at night when i lay on it", "Outer hip"),
    ],
)
def test_how_people_call_it_leads_to_the_place(client: Client, typed: str, title: str) -> None:
    assert searched(client, typed).titles[0] == title


def test_a_search_for_the_price_finds_it(client: Client) -> None:
    for typed in ("how much does it cost", "price", "do you take insurance"):
        assert "From $55 · 30–75 minutes" in searched(client, typed).soup.select_one(".picks").get_text()
    assert "Whether your insurance pays" in searched(client, "is insurance accepted").text
    assert "admin" not in searched(client, "price").text


def test_a_knot_is_a_trigger_point(client: Client) -> None:
    guide("What hurts there", "A trigger point is a zzyzx sore spot.")
    assert "What hurts there" in searched(client, "zzyzx knots").titles


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Two biopsies", "biopsy"),
        ("One biopsy", "biopsies"),
        ("Crème brûlée", "creme brulee"),
        ("Creme brulee", "crème brûlée"),
        ("Crème", "cre\u0300me"),
        ("Kneading dough", "kneaded"),
        ("Vertebrae", "vertebra"),
        ("Shoulder-bag", "shoulder bag"),
        ("Snowboarding", "snowbo"),
    ],
)
def test_accents_plurals_and_endings_are_forgiven(client: Client, written: str, typed: str) -> None:
    guide(f"{written} qqx", "Nothing else.")
    assert f"{written} qqx" in searched(client, f"qqx {typed}").titles


def test_words_anywhere_in_the_body_are_found(client: Client) -> None:
    table = {
        "table": {
            "columns": [{"type": "heading", "heading": "qqcolumn"}, {"type": "text", "heading": "B"}],
            "rows": [{"values": ["qqrow", "<p>qqcell</p>"]}],
            "caption": "qqcaption",
        },
        "note": "<p>qqnote</p>",
    }
    questions = {"heading": "", "questions": [{"question": "qqasked?", "answer": "<p>The qqanswer.</p>"}]}
    steps = {"heading": "", "steps": [{"title": "qqstep", "timing": "", "text": "<p>qqdone</p>"}]}
    blocks: list[dict[str, Any]] = [
        {"type": "rich_text", "value": "<p>Some <b>qqbold</b> text</p>"},
        {"type": "comparison_table", "value": table},
        {"type": "faq_group", "value": questions},
        {"type": "steps", "value": steps},
    ]
    guide("All blocks", body=blocks)
    for word in ("qqbold", "qqrow", "qqcell", "qqnote", "qqasked", "qqanswer", "qqstep", "qqdone"):
        seen = searched(client, word)
        assert seen.titles == ["All blocks"], word
        assert seen.soup.select_one(".found mark").get_text().lower() == word


def test_title_weighs_more_than_summary_and_summary_more_than_body(client: Client) -> None:
    filler = "Some other words that make the pages alike in length. " * 20
    guide("One", filler, "qqweight", summary="A page.")
    guide("Two", filler, "Nothing.", summary="About qqweight.")
    guide("Three qqweight", filler, "Nothing.", summary="A page.")
    assert searched(client, "qqweight").titles == ["Three qqweight", "Two", "One"]


def test_a_page_named_like_the_query_comes_first(client: Client) -> None:
    assert searched(client, "low back").titles[0] in ("Low back", "Low back pain")
    assert searched(client, "hip pain").titles[0] == "Hip pain"


def test_a_complaint_beside_the_word_puts_the_page_about_pain_first(client: Client) -> None:
    guide("Qqaxle care for runners", "Nothing else.")
    guide("Qqaxle pain for runners", "Nothing else.")
    assert searched(client, "qqaxle ache").titles == ["Qqaxle pain for runners", "Qqaxle care for runners"]


def test_questions_are_searched_for_what_they_ask(client: Client) -> None:
    assert searched(client, "How much does it cost?").titles


def test_pages_with_some_of_the_words_when_none_has_all(client: Client) -> None:
    guide("Half", "qqfirst")
    guide("Third", "qqf")
    assert searched(client, "qqf wqxzjk").titles == ["Third"]
    seen = searched(client, "qqfirst wqxzjk")
    assert seen.titles == ["Half"]
    assert "1 page has some of the words" in seen.lead


# What must not show ---------------------------------------------------------------------------------


def test_drafts_and_closed_pages_do_not_show(client: Client) -> None:
    guide("Open qqsecret", "text")
    guide("Draft qqsecret", "text", live=False)
    closed = guide("Closed qqsecret", "text")
    below = guide("Below qqsecret", "text", parent=closed)
    PageViewRestriction.objects.create(page=closed, restriction_type=PageViewRestriction.LOGIN)
    invalidate()
    seen = searched(client, "qqsecret")
    assert seen.titles == ["Open qqsecret"]
    assert seen.heading.startswith("1 page ")
    assert below.live


def test_the_page_that_thanks_for_an_inquiry_does_not_show(client: Client) -> None:
    page = ThankYouPage.objects.get()
    page.title = "Qqthanks"
    page.save_revision().publish()
    invalidate()
    assert searched(client, "qqthanks").titles == []


def test_unpublished_changes_do_not_show(client: Client) -> None:
    page = guide("Known", "qqknown")
    page.title = "Known qqchanged"
    page.save_revision()
    invalidate()
    assert searched(client, "qqchanged").titles == []
    assert searched(client, "qqknown").titles == ["Known"]


def test_suggestions_tell_nothing_of_drafts(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        page = guide("Qqembargoed", "text")
    assert "qqembargoed" in searched(client, "shoulder qqembargoee").text.lower()
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert "qqembargoed" not in searched(client, "shoulder qqembargoee").text.lower()


def test_publishing_and_unpublishing_show_at_once(client: Client, django_capture_on_commit_callbacks: Any) -> None:
    assert searched(client, "qqfresh").titles == []
    with django_capture_on_commit_callbacks(execute=True):
        page = guide("Fresh", "qqfresh")
    assert searched(client, "qqfresh").titles == ["Fresh"]
    with django_capture_on_commit_callbacks(execute=True):
        page.unpublish()
    assert searched(client, "qqfresh").titles == []
    with django_capture_on_commit_callbacks(execute=True):
        page.save_revision().publish()
    assert searched(client, "qqfresh").titles == ["Fresh"]
    with django_capture_on_commit_callbacks(execute=True):
        page.delete()
    assert searched(client, "qqfresh").titles == []


def test_the_index_can_be_rebuilt(client: Client) -> None:
    guide("Rebuilt", "qqrebuilt")
    call_command("update_index", verbosity=0)
    assert searched(client, "qqrebuilt").titles == ["Rebuilt"]


def test_excerpts_and_titles_escape_what_pages_and_visitors_write(client: Client) -> None:
    guide("Title <script>alert(1)</script> qqhtml", "Some &lt;img src=x onerror=alert(2)&gt; qqhtml &amp; more")
    answer = client.get("/search/", {"q": 'qqhtml <b onmouseover="x">'})
    text = answer.content.decode()
    assert "<script>alert" not in text
    assert "<img src=x" not in text
    assert "<b onmouseover" not in text
    assert "&lt;script&gt;alert(1)&lt;/script&gt; <mark>qqhtml</mark>" in text
    guide("Shoulder & blade qqmark", "Nothing else.")
    assert "<mark>Shoulder &amp; blade</mark>" in client.get("/search/?q=qqmark+shoulder+blade").content.decode()
