"""The excerpt in a search result is a sentence from the page that answers the query, with nothing run together."""

from importlib import import_module

import pytest
from django.apps import apps
from django.db.models.signals import post_migrate
from django.test import Client
from wagtail.search.models import IndexEntry

from content.models import GuidePage, MusclePage
from tests.search.help import guide, searched
from tests.starter.test_excerpts import quoted

pytestmark = pytest.mark.django_db

SIGNS = {"level": "urgent", "heading": "", "signs": ["A qqwasp stings", "Fever"], "action": ""}
QUESTION = {"question": "Why qqant?", "answer": "<ul><li>One</li><li>Dr. Qqelm says so.</li></ul>"}
FIELDS = [
    {"type": "rich_text", "value": "<h2>A heading about qqbee</h2><p>The qqbee hums. It rests.</p><p>Another.</p>"},
    {"type": "red_flags", "value": SIGNS},
    {"type": "faq_group", "value": {"heading": "", "questions": [QUESTION]}},
]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("qqbee", "The qqbee hums. It rests."),
        ("qqwasp", "A qqwasp stings"),
        ("qqant", "Why qqant?"),
        ("qqelm", "Dr. Qqelm says so."),
        ("qqsummary", "All about qqsummary."),
        ("qqbee rests", "The qqbee hums. It rests."),
    ],
)
def test_headings_items_and_fields_are_not_run_together(client: Client, typed: str, said: str) -> None:
    guide("Fields", body=FIELDS, summary="All about qqsummary.")
    assert quoted(searched(client, typed).soup.select_one(".found > li")) == said


def test_a_page_that_only_its_title_tells_is_shown_with_its_summary(client: Client) -> None:
    guide("Of qqonly", "Body text.", summary="What it is about.")
    assert quoted(searched(client, "qqonly").soup.select_one(".found > li")) == "What it is about."


def test_fields_of_a_muscle_are_quoted_one_at_a_time(client: Client) -> None:
    muscle = MusclePage.objects.get(slug="piriformis")
    muscle.signs = "<ul><li>An ache of the qqdeep kind</li><li>Another ache</li></ul>"
    muscle.save_revision().publish()
    assert quoted(searched(client, "qqdeep").soup.select_one(".found > li")) == "An ache of the qqdeep kind"


def test_a_sentence_that_is_too_long_is_cut_around_what_was_asked(client: Client) -> None:
    guide("Long", "Before that, " + "some words " * 60 + "the qqneedle lies " + "in the hay " * 60 + "here.")
    text = searched(client, "qqneedle").soup.select_one(".found > li > p:last-child").get_text()
    assert "qqneedle" in text
    assert text.startswith("… ")
    assert text.endswith(" …")
    assert len(text) < 260


def test_an_upgrade_indexes_what_was_there_before_anew(client: Client) -> None:
    page = guide("Old", "The first. ", "The qqupgrade.")
    IndexEntry.objects.filter(object_id=str(page.pk)).delete()
    assert searched(client, "qqupgrade").titles == []
    import_module("search.migrations.0002_synonym").index_line_by_line(apps, None)
    config = apps.get_app_config("site_search")
    post_migrate.send(sender=config, app_config=config, verbosity=0, interactive=False, using="default", apps=apps)
    assert GuidePage.objects.filter(pk=page.pk).exists()
    assert searched(client, "qqupgrade").titles == ["Old"]


def test_the_excerpt_shows_the_passage_with_the_hits(client: Client) -> None:
    guide("Long", "Before. " * 300, "Here the qqneedle lies in the hay.", "After. " * 300)
    excerpt = searched(client, "qqneedle hay").soup.select(".found p")[-1]
    assert [mark.get_text() for mark in excerpt.find_all("mark")] == ["qqneedle", "hay"]
    assert len(excerpt.get_text()) < 300
    assert excerpt.get_text().startswith("… ")


def test_the_excerpt_ends_with_a_sentence_where_one_says_it(client: Client) -> None:
    guide("Short", "Another field that has nothing to say about it. " * 20, summary=f"The qqheel {'aches ' * 20}here. ")
    excerpt = searched(client, "qqheel pain").soup.select(".found p")[-1].get_text()
    assert excerpt.removesuffix(" …").endswith(".")


def test_the_excerpt_is_about_the_place_not_about_pain_elsewhere(client: Client) -> None:
    guide(
        "Signs",
        "Sudden pain, an ache, a sore or tender leg that hurts. " * 9,
        "Something " * 40,
        "The qqheel lies there.",
    )
    assert "qqheel" in searched(client, "qqheel pain").soup.select(".found p")[-1].get_text()
