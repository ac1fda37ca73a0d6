"""No way of publishing bypasses the question, neither the bulk action nor an approval."""

from datetime import UTC, datetime
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from wagtail.models import GroupApprovalTask, Page, PageLogEntry, Workflow, WorkflowPage, WorkflowTask

from content.models import ConditionIndexPage, ConditionPage
from tests.content.checks_help import edit_url, form
from tests.content.seo_help import words

pytestmark = pytest.mark.django_db


def is_live(page: Page) -> bool:
    return Page.objects.get(pk=page.pk).live


def test_nobody_publishes_anyway_what_somebody_else_has_locked(
    admin_client: Client, draft: ConditionPage, editor: Any
) -> None:
    Page.objects.filter(pk=draft.pk).update(locked=True, locked_by=editor, locked_at=timezone.now())
    answer = admin_client.post(reverse("publish_anyway", args=[draft.pk, draft.latest_revision_id]))
    assert answer["Location"] == edit_url(draft)
    assert not is_live(draft)


def schedule(page: Page) -> None:
    page.go_live_at = datetime(2099, 12, 1, 14, tzinfo=UTC)
    page.save_revision()


SCHEDULED = "scheduled for December 1, 2099, at 9 a.m. "


def test_what_is_scheduled_is_not_called_published(admin_client: Client, draft: ConditionPage) -> None:
    schedule(draft)
    asked = admin_client.get(reverse("open_question", args=[draft.pk]))
    assert "Publish on December 1, 2099, at 9 a.m.?" in words(BeautifulSoup(asked.content, "html.parser").h1.text)
    address = reverse("publish_anyway", args=[draft.pk, draft.latest_revision_id])
    said = words(BeautifulSoup(admin_client.post(address, follow=True).content, "html.parser").text)
    assert f"“Knee pain” is {SCHEDULED}" in said
    assert "published." not in said
    assert not is_live(draft)


# Several at once -----------------------------------------------------------------------------------


def publish_many(client: Client, *pages: Page, **data: Any) -> Any:
    ids = "&".join(f"id={page.pk}" for page in pages)
    return client.post(f"{reverse('wagtail_bulk_action', args=['wagtailcore', 'page', 'publish'])}?{ids}", data)


def test_publishing_several_asks_about_those_with_an_error(admin_client: Client, draft: ConditionPage) -> None:
    sound = ConditionPage.objects.get(slug="hip-pain")
    sound.unpublish()
    asked = publish_many(admin_client, draft, sound)
    soup = BeautifulSoup(asked.content, "html.parser")
    assert "when to see a doctor instead" in words(soup.main.get_text())
    assert draft.title in words(soup.main.get_text())
    assert sound.title not in [heading.get_text(strip=True) for heading in soup.main.find_all("h2")]
    assert not is_live(draft)
    assert not is_live(sound)

    answer = soup.find("form", method="post")
    sent = {field["name"]: field.get("value", "") for field in answer.select("input, button")}
    assert admin_client.post(answer["action"], sent).status_code == 302
    assert is_live(draft)
    assert is_live(sound)
    entry = PageLogEntry.objects.get(action="content.publish_anyway")
    assert (entry.page_id, entry.data["findings"]) == (draft.pk, ["no-red-flags"])


def test_publishing_several_asks_about_drafts_below_too(admin_client: Client, draft: ConditionPage) -> None:
    parent = ConditionIndexPage.objects.get()
    asked = publish_many(admin_client, parent, include_descendants="on")
    assert "when to see a doctor instead" in words(asked.content.decode())
    assert not is_live(draft)
    assert publish_many(admin_client, parent).status_code == 302
    assert not is_live(draft)


def test_publishing_several_sound_pages_asks_nothing_more(admin_client: Client) -> None:
    sound = ConditionPage.objects.get(slug="hip-pain")
    later = ConditionPage.objects.live().exclude(pk=sound.pk).first()
    for page in (sound, later):
        page.unpublish()
    schedule(later)
    assert publish_many(admin_client, sound, later).status_code == 302
    assert is_live(sound)
    assert not is_live(later)
    said = BeautifulSoup(admin_client.get(reverse("wagtailadmin_home")).content, "html.parser").text
    assert f"“{later.title}” is {SCHEDULED}" in words(said)
    assert f"“{sound.title}” is" not in said


# Approval ------------------------------------------------------------------------------------------


@pytest.fixture
def workflow() -> Workflow:
    """One task for all conditions, approved by the moderators."""
    made = Workflow.objects.create(name="Clinical review")
    task = GroupApprovalTask.objects.create(name="Read by a practitioner")
    task.groups.set(Group.objects.filter(name="Moderators"))
    WorkflowTask.objects.create(workflow=made, task=task, sort_order=0)
    WorkflowPage.objects.create(workflow=made, page=ConditionIndexPage.objects.get())
    return made


def approve(client: Client, page: Page) -> Any:
    state = page.current_workflow_task_state
    address = reverse("wagtailadmin_pages:workflow_action", args=[page.pk, "approve", state.pk])
    return client.post(address, {"comment": "", "next": reverse("wagtailadmin_home")}, follow=True)


def test_an_approved_page_with_an_error_waits_and_the_dashboard_says_so(
    admin_client: Client, admin_user: Any, workflow: Workflow, draft: ConditionPage
) -> None:
    workflow.start(draft, admin_user)
    dashboard = approve(admin_client, draft)
    assert not is_live(draft)
    panel = BeautifulSoup(dashboard.content, "html.parser").find(id="blocked-pages-section")
    assert panel.find("a", href=edit_url(draft))
    # Whoever publishes it in the end answers the question, and the reminder disappears.
    admin_client.post(reverse("publish_anyway", args=[draft.pk, draft.latest_revision_id]))
    assert is_live(draft)
    assert b"blocked-pages-section" not in admin_client.get(reverse("wagtailadmin_home")).content


def test_approving_in_the_editor_asks_at_once(
    admin_client: Client, admin_user: Any, workflow: Workflow, draft: ConditionPage
) -> None:
    workflow.start(draft, admin_user)
    approval = {"action-workflow-action": "true", "workflow-action-name": "approve"}
    asked = admin_client.post(edit_url(draft), form(draft, summary="Read and approved.") | approval)
    soup = BeautifulSoup(asked.content, "html.parser")
    assert "when to see a doctor instead" in words(soup.get_text())
    assert not is_live(draft)
    anyway = soup.find("form", action=lambda action: action and "/publish/" in action)["action"]
    admin_client.post(anyway)
    assert is_live(draft)
    assert ConditionPage.objects.get(pk=draft.pk).summary == "Read and approved."


def test_an_approved_page_without_an_error_is_published(
    admin_client: Client, admin_user: Any, workflow: Workflow
) -> None:
    sound = ConditionPage.objects.get(slug="hip-pain")
    sound.unpublish()
    sound.save_revision()
    workflow.start(sound, admin_user)
    dashboard = approve(admin_client, sound)
    assert is_live(sound)
    assert b"blocked-pages-section" not in dashboard.content
