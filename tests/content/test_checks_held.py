"""No approval is lost: a page held back by a check stays in front of those who can decide, until it is published."""

from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup, Tag
from django.contrib.auth.models import Group, Permission
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, GroupPagePermission, Page, Workflow, WorkflowPage, WorkflowTask

from content.checks.held import held_pages
from content.models import ArticleIndexPage, ArticlePage, ClinicSettings
from tests.content.checks_help import edit_url
from tests.content.reviews_help import practitioner
from tests.content.seo_help import words

pytestmark = pytest.mark.django_db
HOME = "wagtailadmin_home"


@pytest.fixture
def held(admin_client: Client, admin_user: Any) -> ArticlePage:
    """An article with a claim in it that moderators have approved."""
    index = ArticleIndexPage.objects.get()
    flow, task = Workflow.objects.create(name="Approval"), GroupApprovalTask.objects.create(name="Read")
    task.groups.set(Group.objects.filter(name="Moderators"))
    WorkflowTask.objects.create(workflow=flow, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=flow, page=index)
    article = ArticlePage(title="Cold hands", slug="cold-hands", summary="A cure for hands.", live=False)
    index.add_child(instance=article)
    article.save_revision()
    flow.start(article, admin_user)
    state = article.current_workflow_task_state
    admin_client.post(reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", state.pk]))
    assert not Page.objects.get(pk=article.pk).live
    return article


def row(client: Client) -> Tag | None:
    soup = BeautifulSoup(client.get(reverse(HOME)).content, "html.parser")
    return soup.select_one("#blocked-pages-section .held-pages > li")


def said(client: Client) -> str:
    found = row(client)
    return words(found.get_text(" ")) if found else ""


def someone(django_user_model: Any, right: str) -> Client:
    """A user with a single right to articles."""
    user = django_user_model.objects.create_user(username=right, password="x" * 14)
    group = Group.objects.create(name=right)
    group.permissions.add(Permission.objects.get(codename="access_admin"))
    permission = Permission.objects.get(content_type__model="page", codename=right)
    GroupPagePermission.objects.create(group=group, page=ArticleIndexPage.objects.get(), permission=permission)
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def test_the_dashboard_has_the_question_and_the_way_to_the_words(admin_client: Client, held: ArticlePage) -> None:
    assert "Summary : “cure” claims too much" in said(admin_client)
    found = row(admin_client)
    assert found is not None
    assert any(link["href"].startswith(f"{edit_url(held)}#:w:contentpath=summary") for link in found.select("a"))
    question = admin_client.get(found.select_one("a.button")["href"]).content.decode()
    assert "Publish anyway" in question


@pytest.mark.parametrize(("right", "is_told"), [("publish_page", True), ("change_page", True), ("lock_page", False)])
def test_those_who_can_answer_are_told(django_user_model: Any, held: ArticlePage, right: str, is_told: bool) -> None:
    client = someone(django_user_model, right)
    assert bool(row(client)) == is_told
    answer = client.get(reverse("open_question", args=[held.pk]))
    assert (answer.status_code == 200) == (right == "publish_page")


def test_a_newer_draft_does_not_lose_the_approval(admin_client: Client, held: ArticlePage) -> None:
    held.summary = "A cure for cold hands."
    held.save_revision()
    assert "changed after it was approved" in said(admin_client)
    held.summary = "Warmth may help."
    held.save_revision()
    assert "Nothing stands in the way any more" in said(admin_client)
    held.get_latest_revision().publish()
    assert row(admin_client) is None
    Page.objects.get(pk=held.pk).unpublish()
    assert row(admin_client) is None


def test_a_page_that_is_planned_waits_for_nobody(held: ArticlePage) -> None:
    assert [one.page.pk for one in held_pages()] == [held.pk]
    held.save_revision(approved_go_live_at=timezone.now() + timedelta(days=3))
    assert held_pages() == []


def test_the_answer_publishes_what_was_approved(admin_client: Client, held: ArticlePage) -> None:
    finding = {"check": "claim-cure", "words": "A cure for hands.", "reason": "It is quoted."}
    admin_client.post(reverse("accept_finding", args=[held.pk]), finding)
    assert Page.objects.get(pk=held.pk).live
    assert row(admin_client) is None


def test_what_nobody_approved_is_not_published_by_the_answer(admin_client: Client, held: ArticlePage) -> None:
    held.title = "Colder hands"
    held.save_revision()
    finding = {"check": "claim-cure", "words": "A cure for hands.", "reason": "It is quoted."}
    admin_client.post(reverse("accept_finding", args=[held.pk]), finding)
    assert not Page.objects.get(pk=held.pk).live
    assert "Nothing stands in the way any more" in said(admin_client)


def test_a_review_publishes_a_held_page_too(admin_client: Client, held: ArticlePage) -> None:
    """It was held back only because nobody had reviewed it, so a review publishes it."""
    ClinicSettings.objects.update(publishes_unreviewed=False)
    finding = {"check": "claim-cure", "words": "A cure for hands.", "reason": "It is quoted."}
    admin_client.post(reverse("accept_finding", args=[held.pk]), finding)
    assert "No practitioner has reviewed this page" in said(admin_client)
    read = {"revision": Page.objects.get(pk=held.pk).latest_revision_id, "practitioner": practitioner().pk}
    admin_client.post(reverse("review_page", args=[held.pk]), read)
    assert Page.objects.get(pk=held.pk).live
    assert row(admin_client) is None
