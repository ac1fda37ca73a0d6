"""Broken links within the site are pointed out before and when a page is published, and listed in a report."""

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from wagtail.contrib.redirects.models import Redirect
from wagtail.documents import get_document_model
from wagtail.models import Page, PageViewRestriction
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from content.caching.version import invalidate
from content.links.inside import Readable, broken_in
from content.models import ArticleIndexPage, ArticlePage, GlossaryTerm, GuidePage, HomePage, SessionsPage
from tests.content.checks_help import checked, take_down_all_but
from tests.content.seo_help import words
from tests.forms import as_sent, form_with

pytestmark = pytest.mark.django_db


def guide(title: str, *, live: bool = True) -> GuidePage:
    page = GuidePage(title=title, slug=title.lower(), live=live)
    HomePage.objects.get().add_child(instance=page)
    return page


def document(name: str) -> Any:
    return get_document_model().objects.create(title=name, file=ContentFile(b"%PDF-1.4", name))


def few_pages() -> None:
    """Leave what the article links to, because checking the whole starter takes seconds."""
    take_down_all_but(*Page.objects.filter(slug__in=["articles", "sessions"]))
    for model in (HomePage, SessionsPage):  # their texts, and the glossary, link to pages that are down now
        model.objects.update(body="[]")
    GlossaryTerm.objects.all().delete()


@pytest.fixture
def article() -> ArticlePage:
    """An article with one link of each broken kind, and some that are fine."""
    few_pages()
    draft, secret, gone = guide("Draft", live=False), guide("Secret"), guide("Gone")
    PageViewRestriction.objects.create(page=secret, restriction_type="login")
    Redirect.add_redirect("/moved/", redirect_to="/sessions/")
    chosen = "".join(f'<a linktype="page" id="{page.pk}">x</a>' for page in (draft, secret, gone))
    hrefs = ("/sessions/", "/sessions#prices", "/moved/", "/moved/?from=leaflet", "/search/?q=hip", "#x")
    hrefs += ("//elsewhere.example/x/", "/nowhere/", "http://localhost/no/")
    hrefs += (document("My form.pdf").url, "/documents/9876/gone.pdf")
    typed = "".join(f'<a href="{href}">x</a>' for href in hrefs)
    page = ArticlePage(title="Links", slug="links", live=True, body=[("rich_text", f"<p>{chosen}{typed}</p>")])
    ArticleIndexPage.objects.get().add_child(instance=page)
    gone.delete()
    page.save_revision()
    invalidate()
    return page


def report(client: Client) -> list[list[str]]:
    """Return the report's rows about links: what they are on, where, and what is wrong."""
    soup = BeautifulSoup(client.get(reverse("page_checks")).content, "html.parser")
    rows = [[words(cell.get_text()) for cell in row.find_all("td")] for row in soup.select("main tbody tr")]
    return [[row[0], row[4], row[3]] for row in rows if re.match("Links to some|The link", row[3])]


def test_the_starter_has_no_broken_link(admin_client: Client) -> None:
    assert report(admin_client) == []


def test_the_report_names_each_broken_link_and_leads_to_its_block(article: ArticlePage, admin_client: Client) -> None:
    rows = report(admin_client)
    assert {row[2] for row in rows} == {
        "Links to something visitors can’t see: “Draft”, which is not published",
        "Links to something visitors can’t see: “Secret”, which is private",
        "Links to something visitors can’t see: a page, which was deleted",
        "The link to /documents/9876/gone.pdf leads to no page",
        "The link to /nowhere/ leads to no page",
        "The link to http://localhost/no/ leads to no page",
    }
    assert {(row[0], row[1]) for row in rows} == {("Links", "Body → Text")}
    soup = BeautifulSoup(admin_client.get(reverse("page_checks") + "?check=dead-link").content, "html.parser")
    edit = reverse("wagtailadmin_pages:edit", args=[article.pk])
    found = {link["href"] for link in soup.select("tbody a")}
    assert found == {edit, f"{edit}#:w:contentpath=body.{article.body[0].id}"}


def test_a_link_in_a_table_is_followed_too(admin_client: Client) -> None:
    table = {
        "columns": [{"type": "heading", "heading": "A"}, {"type": "text", "heading": "B"}],
        "rows": [{"values": ["Row", '<p><a href="/nowhere/">x</a></p>']}],
        "caption": "",
    }
    few_pages()
    page = guide("Compared")
    page.body = json.dumps([{"type": "comparison_table", "value": {"table": table, "note": ""}}])
    page.save_revision().publish()
    invalidate()
    assert [row[2] for row in report(admin_client)] == ["The link to /nowhere/ leads to no page"]


def test_a_word_that_is_explained_on_a_page_that_is_not_published_is_named(admin_client: Client) -> None:
    few_pages()
    GlossaryTerm.objects.create(term="qqword", explanation="A word.", page=guide("Draft", live=False))
    invalidate()
    [row] = report(admin_client)
    assert row[0] == "qqword"
    assert row[2] == "Links to something visitors can’t see: “Draft”, which is not published"


def test_a_redirect_to_a_page_that_is_not_published_is_named(admin_client: Client) -> None:
    few_pages()
    Redirect.add_redirect("/old-address/", redirect_to=guide("Draft", live=False))
    invalidate()
    [row] = report(admin_client)
    assert "/old-address" in row[0]
    assert row[2] == "Links to something visitors can’t see: “Draft”, which is not published"


def test_a_typed_address_is_named_before_publishing_and_when_published(
    article: ArticlePage, admin_client: Client
) -> None:
    address = reverse("wagtailadmin_pages:edit", args=[article.pk])
    html = admin_client.get(address).content
    body = streamfield([("rich_text", rich_text('<p><a href="/nowhere/">x</a></p>'))])
    sent = as_sent(form_with(html, "title")) | nested_form_data({"body": body})
    panel = words(checked(admin_client, article, sent).get_text())
    assert "The link to /nowhere/ leads to no page" in panel
    assert "Correct the path, or remove the link." in panel
    answer = admin_client.post(address, sent | {"action-publish": "1"}, follow=True)
    said = words(BeautifulSoup(answer.content, "html.parser").select_one(".messages").get_text())
    assert "lead visitors nowhere: /nowhere/ leads to no page (in Body → Text)" in said


def test_editors_see_what_they_may_edit(article: ArticlePage, django_user_model: Any) -> None:
    user = django_user_model.objects.create_user(username="eve", password="x" * 14)
    client = Client()
    client.force_login(user)
    assert client.get(reverse("page_checks")).status_code == 302
    user.groups.add(Group.objects.get(name="Editors"))
    assert len(report(client)) == 6


def test_links_on_pages_that_somebody_may_not_edit_are_none_of_theirs(article: ArticlePage, editor: Any) -> None:
    other = guide("Other")
    other.body = [("rich_text", '<p><a href="/nowhere/">x</a></p>')]
    other.save()
    invalidate()
    client = Client()
    client.force_login(editor)
    assert {row[0] for row in report(client)} == {article.title}


def test_a_check_of_links_makes_no_page_slower(article: ArticlePage, client: Client) -> None:
    def queries() -> int:
        with CaptureQueriesContext(connection) as asked:
            client.get("/articles/")
        return len(asked)

    invalidate()
    before = queries()
    invalidate()
    list(broken_in(article, Readable()))
    assert queries() <= before
