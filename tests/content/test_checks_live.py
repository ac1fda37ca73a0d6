"""Checks while typing: the same as after saving, only for those who may edit, and nothing is stored."""

from typing import Any
from urllib.parse import parse_qs

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from django.urls import reverse
from wagtail.models import Page, Revision
from wagtail.test.utils.form_data import rich_text, streamfield

from content.checks.context import check_context
from content.checks.page_checks import findings_for
from content.models import ArticleIndexPage, ArticlePage, ConditionPage, GuidePage, HomePage, RelatedLink
from tests.content.checks_help import edit_url, form
from tests.content.seo_help import words

pytestmark = [pytest.mark.django_db, pytest.mark.reference_index]
CLAIM = "<p>Pressure on the spot is a cure for backs.</p>"
HARD = (
    "<p>"
    + "The multifactorial etiology of persistent musculoskeletal discomfort necessitates comprehensive individualized "
    "biopsychosocial evaluation. " * 12 + "</p>"
)


def live(client: Client, page: Page, data: dict[str, Any]) -> Any:
    return client.post(reverse("live_checks", args=[page.pk]), data)


def typed(draft: Page, text: str = CLAIM, **changes: Any) -> dict[str, Any]:
    body = streamfield([("rich_text", rich_text(text))])
    block = {"body-0-id": "5f0c1f34-9c0e-4c39-8f0f-1d2a3b4c5d6e"}  # as the editor's script sets it
    return form(draft, **{"summary": "We fix shoulders for good.", "body": body} | changes) | block


def found_in(html: bytes) -> list[str]:
    soup = BeautifulSoup(html, "html.parser")
    return [words(row.get_text(" ")) for row in soup.select("[data-live-found] li")]


def test_what_is_typed_and_what_is_saved_are_judged_alike(admin_client: Client, draft: ConditionPage) -> None:
    """The findings match word for word, and checking stores nothing."""
    before = Revision.objects.count()
    answer = live(admin_client, draft, typed(draft))
    assert Revision.objects.count() == before
    assert Page.objects.get(pk=draft.pk).specific.summary == ""
    said = found_in(answer.content)
    assert any("cure" in row for row in said)
    admin_client.post(edit_url(draft), typed(draft))
    saved = findings_for(Page.objects.get(pk=draft.pk).get_latest_revision_as_object(), check_context())
    for row, finding in zip(said, saved, strict=True):
        assert f"{finding.message}." in row
        assert finding.excerpt in row


def test_a_claim_leads_to_its_field_and_its_words(admin_client: Client, draft: ConditionPage) -> None:
    soup = BeautifulSoup(live(admin_client, draft, typed(draft)).content, "html.parser")
    links = [parse_qs(link["href"].partition(":w:")[2]) for link in soup.select("[data-live-found] a[href*=':w:']")]
    claim = next(link for link in links if link.get("words") == ["cure"])
    assert claim["before"] == ["Pressure on the spot is a "]
    (path,) = claim["contentpath"]
    assert path.startswith("body.")
    assert ["summary"] in [link["contentpath"] for link in links]
    assert ["seo_title"] not in [link["contentpath"] for link in links]


def test_the_panel_shows_search_results_sharing_and_hard_sentences(admin_client: Client, draft: ConditionPage) -> None:
    title = "Knees that ache on every staircase, on every hill and after every long and idle day"
    data = typed(draft, HARD, title=title, search_description="What people notice when a knee aches. " * 8)
    soup = BeautifulSoup(live(admin_client, draft, data).content, "html.parser")
    shown = {device: words(soup.find(class_=f"live-result-{device}").get_text(" ")) for device in ("computer", "phone")}
    assert "Knees that ache on every staircase" in shown["computer"]
    assert title not in shown["computer"]
    assert title not in shown["phone"] or len(shown["phone"]) < len(shown["computer"])
    assert len(shown["phone"]) < len(shown["computer"])
    card = soup.select_one(".live-card img")["src"]
    assert admin_client.get(card)["Content-Type"] == "image/png"
    assert "multifactorial etiology" in soup.select_one(".live-sentences a").get_text()
    assert "Reads like grade" in words(soup.get_text())


def test_a_form_that_cannot_be_read_says_which_field(admin_client: Client, draft: ConditionPage) -> None:
    answer = live(admin_client, draft, typed(draft, slug="low-back-pain"))
    assert "Slug: " in answer.content.decode()
    assert found_in(answer.content) == []


def test_a_page_that_was_never_saved_is_checked_too(admin_client: Client, draft: ConditionPage) -> None:
    address = reverse("live_checks_of_new", args=["content", "conditionpage", draft.get_parent().pk])
    answer = admin_client.post(address, typed(draft, title="Elbow pain", slug="elbow-pain"))
    assert any("cure" in row for row in found_in(answer.content))
    assert not Page.objects.filter(slug="elbow-pain").exists()


def test_only_who_may_edit_the_page_may_look(client: Client, editor: Any, draft: ConditionPage) -> None:
    home = HomePage.objects.get()
    assert live(client, draft, typed(draft)).status_code == 302  # to the login page
    client.force_login(editor)
    assert live(client, draft, typed(draft)).status_code == 200
    for address in (reverse("live_checks", args=[home.pk]), reverse("draft_card", args=[home.pk])):
        answer = client.post(address, typed(draft)) if "edit" in address else client.get(address)
        assert answer.status_code == 302  # refused


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"slug": "untitled-2"}, "says nothing"),
        ({"slug": "knee-pain-2"}, "ends in a number"),
        ({"slug": "knee_pain"}, "hard to type"),
        ({"slug": "knee-" * 13 + "pain"}, "is long"),
        ({"slug": "two-knees-1", "title": "Two knees, part 1"}, ""),
        ({"slug": "how-long-a-session-is"}, ""),
    ],
)
def test_the_address_is_looked_at(admin_client: Client, draft: ConditionPage, change: Any, said: str) -> None:
    rows = [row for row in found_in(live(admin_client, draft, typed(draft, **change)).content) if "address" in row]
    assert any(said in row for row in rows) if said else not rows


@pytest.mark.parametrize(
    ("show_in_menus", "linked_from", "is_said"),
    [(False, "", True), (True, "", False), (False, "article", False), (False, "draft", True), (False, "itself", True)],
)
def test_a_page_that_nobody_comes_across_is_said(
    admin_client: Client, show_in_menus: bool, linked_from: str, is_said: bool
) -> None:
    guide = GuidePage(title="Alone", slug="alone", live=True, show_in_menus=show_in_menus)
    HomePage.objects.get().add_child(instance=guide)
    if linked_from == "itself":
        guide.body = [("rich_text", f'<p><a linktype="page" id="{guide.pk}">x</a></p>')]
        guide.save()
    article = ArticlePage(title="An article in its list", slug="listed", live=linked_from != "draft")
    article.related_links = [RelatedLink(page=guide)] if linked_from in ("article", "draft") else []
    ArticleIndexPage.objects.get().add_child(instance=article)
    menu = {"show_in_menus": "on"} if show_in_menus else {}
    said = "No other page links to this one"
    assert (said in live(admin_client, guide, form(guide) | menu).content.decode()) == is_said
    if is_said:
        assert said not in live(admin_client, article, form(article, date="2026-01-01")).content.decode()


@pytest.mark.parametrize(("level", "is_said"), [("h1", True), ("h2", False)])
def test_a_second_main_heading_that_came_in_from_elsewhere_is_said(
    draft: ConditionPage, level: str, is_said: bool
) -> None:
    draft.body = [{"type": "rich_text", "value": f"<{level}>Knees, again</{level}><p>And so on.</p>"}]
    said = [finding.message for finding in findings_for(draft, check_context())]
    assert any("A second main heading" in message for message in said) == is_said


def test_a_typed_link_that_leads_nowhere_is_said_with_its_place(admin_client: Client, draft: ConditionPage) -> None:
    html = live(admin_client, draft, typed(draft, '<p>See <a href="/nope/">this</a>.</p>')).content
    (row,) = [row for row in BeautifulSoup(html, "html.parser").select("li") if "/nope/" in row.get_text()]
    assert "Correct the path" in row.get_text()
    assert "plain words" not in row.get_text()
    assert row.a["href"].startswith("#:w:contentpath=body.5f0c1f34")
