"""Clients' own words are shown only with consent on record, never with a rating, and disappear when consent does."""

from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.handlers.wsgi import WSGIHandler
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from config.http.page_cache import PageCache
from content.caching.version import invalidate
from content.checks.context import check_context
from content.checks.page_checks import findings_for
from content.models import ArticleIndexPage, ArticlePage
from content.models import Testimonial as Quote
from tests.ops.wire import ask

pytestmark = [pytest.mark.django_db, pytest.mark.template_context]
SENT = {
    "words": "They listened, and took their time.",
    "name": "Anna",
    "given_on": "2026-03-01",
    "source": "a card left at the clinic",
    "incentive": "",
    "consent_by": "Anna Karlsson",
    "consent_on": "2026-03-01",
    "consent_how": "signed",
    "consent_withdrawn_on": "",
}


@pytest.fixture
def add(admin_client: Client) -> Any:
    def add(**changes: str) -> Any:
        return admin_client.post(reverse("wagtailsnippets_content_testimonial:add"), SENT | changes)

    return add


@pytest.fixture
def article(add: Any) -> ArticlePage:
    add(incentive="10% off the next session")
    page = ArticlePage(title="Voices", slug="voices", live=True)
    page.body = [("testimonials", {"heading": "In their own words", "testimonials": [Quote.objects.get()]})]
    ArticleIndexPage.objects.get().add_child(instance=page)
    invalidate()
    return page


def test_the_starter_has_none() -> None:
    assert not Quote.objects.exists()


def test_visitors_read_the_words_where_they_come_from_and_that_results_vary(article: ArticlePage) -> None:
    html = Client().get(article.url).content.decode()
    said = " ".join(BeautifulSoup(html, "html.parser").main.get_text().split())
    for words in (
        "They listened, and took their time.",
        "Anna, March 2026. From a card left at the clinic. Got in return: 10% off the next session.",
        "Results vary from person to person.",
    ):
        assert words in said
    assert not any(word in html for word in ("Karlsson", "aggregateRating", '"Review"', "ratingValue", "★"))


def test_words_are_shown_from_the_day_of_the_consent_on(article: ArticlePage, time_machine: Any) -> None:
    shown = {}
    for day in ("2026-02-28", "2026-03-01"):
        time_machine.move_to(f"{day} 17:00Z", tick=False)  # noon in New York
        invalidate()
        shown[day] = "They listened" in Client().get(article.url).content.decode()
    assert shown == {"2026-02-28": False, "2026-03-01": True}


def test_words_are_gone_within_one_save_when_consent_is_withdrawn(
    article: ArticlePage, admin_client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    kept = PageCache(WSGIHandler())
    assert all(b"They listened" in ask(kept, article.url).body for _ in range(2))
    edit = reverse("wagtailsnippets_content_testimonial:edit", args=[Quote.objects.get().pk])
    with django_capture_on_commit_callbacks(execute=True):
        admin_client.post(edit, SENT | {"consent_withdrawn_on": str(timezone.localdate())})
    shown = ask(kept, article.url).body
    assert b"They listened" not in shown
    assert b"In their own words" not in shown
    assert b"Results vary" not in shown
    assert "They listened" not in Client().get("/search/?q=listened").content.decode()


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("name", "Anna Karlsson", "first name or initials only"),
        ("words", "They cured my back pain, guaranteed.", "Whoever publishes a client’s claim makes it"),
        ("words", "Five of five ★★★★★", "only words"),
        ("words", "Great, 5/5", "only words"),
        ("given_on", "2999-01-01", "in the future"),
        ("consent_on", "", "required"),
        ("consent_by", "", "required"),
        ("consent_withdrawn_on", "2020-01-01", "before the consent"),
        ("source", "", "required"),
    ],
)
def test_what_may_not_be_kept_is_refused_beside_its_field(add: Any, field: str, value: str, said: str) -> None:
    answer = add(**{field: value})
    assert said in " ".join(answer.context["form"].errors[field])
    assert not Quote.objects.exists()


def test_consent_can_be_withdrawn_on_the_day_it_was_given(add: Any) -> None:
    assert add(consent_withdrawn_on=SENT["consent_on"]).status_code == 302


@pytest.mark.parametrize("name", ["Anna", "Anne-Marie", "A.", "A. K.", "AK", "Zoë", "D’Arcy"])
def test_first_names_and_initials_are_taken(add: Any, name: str) -> None:
    assert add(name=name).status_code == 302


def test_claims_that_came_in_otherwise_are_found_on_the_page(article: ArticlePage) -> None:
    Quote.objects.update(words="They cured my back pain.")
    page = ArticlePage.objects.get(pk=article.pk)
    assert any(finding.code.startswith("claim-") for finding in findings_for(page, check_context()))


def test_whose_consent_is_withdrawn_is_not_offered(add: Any, admin_client: Client) -> None:
    add()
    add(name="Bo", consent_withdrawn_on="2026-03-02")
    assert Quote.objects.count() == 2
    for door in ("choose", "choose_results"):
        shown = admin_client.get(reverse(f"wagtailsnippetchoosers_content_testimonial:{door}")).content.decode()
        assert "Anna, 2026" in shown
        assert "Bo, 2026" not in shown
