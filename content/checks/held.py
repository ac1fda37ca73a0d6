"""Approved pages that weren't published because of open findings: who can resolve these, and what happens then."""

from dataclasses import dataclass
from typing import Any

from django.db.models.signals import post_save
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from wagtail.models import Page, PageLogEntry, WorkflowState

from content.checks.accepted import ACCEPTED, publishable_page
from content.checks.publishing import ask_before_publishing, errors_in
from content.panels.findings import Finding
from content.reviews.record import REVIEWED, people_to_name

ANSWERS = (ACCEPTED, REVIEWED)


@dataclass(frozen=True)
class HeldPage:
    """An approved page on hold, with the findings that block it."""

    page: Page
    questions: list[Finding]
    changed: bool  # since it was approved
    may_publish: bool = False

    @property
    def is_answered(self) -> bool:
        return not self.questions


def held_pages(page: Page | None = None) -> list[HeldPage]:
    """Return all pages on hold, or this one. Being published, scheduled, or resubmitted ends an approval."""
    last: dict[str, WorkflowState] = {}
    for state in states_of(page).select_related("current_task_state").order_by("created_at", "pk"):
        last[state.object_id] = state
    approved = {
        int(key): state.current_task_state
        for key, state in last.items()
        if state.status == WorkflowState.STATUS_APPROVED and state.current_task_state
    }
    found = []
    for one in Page.objects.filter(pk__in=approved, has_unpublished_changes=True).order_by("title").specific():
        task = approved[one.pk]
        was_published = one.last_published_at and task.finished_at and one.last_published_at >= task.finished_at
        if not was_published and one.scheduled_revision is None:
            found.append(
                HeldPage(
                    one, errors_in(one.get_latest_revision_as_object()), one.latest_revision_id != task.revision_id
                )
            )
    return found


def states_of(page: Page | None) -> Any:
    """Return the page's workflow states, or those of all pages with unpublished changes."""
    if page:
        return WorkflowState.objects.for_instance(page)
    keys = Page.objects.filter(has_unpublished_changes=True).values_list("pk", flat=True)
    return WorkflowState.objects.filter(base_content_type__model="page", object_id__in=[str(key) for key in keys])


def held_for(user: Any) -> list[HeldPage]:
    """Return those whose findings the user can resolve: by publishing, editing, or reviewing the page."""
    found = []
    for held in held_pages():
        rights = held.page.permissions_for_user(user)
        if rights.can_publish() or rights.can_edit() or people_to_name(held.page, user).exists():
            found.append(HeldPage(held.page, held.questions, held.changed, rights.can_publish()))
    return found


@require_safe
def open_question(request: HttpRequest, page_id: int) -> HttpResponse:
    """Show the findings that held the page back, or lead to its editor if there are none left."""
    page = publishable_page(request, page_id)
    edit = redirect(reverse("wagtailadmin_pages:edit", args=[page.pk]))
    return ask_before_publishing(request, page.get_latest_revision_as_object()) or edit


@receiver(post_save, sender=PageLogEntry)
def publish_answered(sender: Any, instance: PageLogEntry, created: bool, **kwargs: Any) -> None:
    """Publish an approved page once its last finding is resolved, unless it changed since the approval."""
    for held in held_pages(Page(pk=instance.page_id)) if created and instance.action in ANSWERS else ():
        if held.is_answered and not held.changed:
            held.page.latest_revision.publish(user=instance.user)
