"""Confirmation before a page with errors is published: a single page, several at once, or on approval."""

from collections.abc import Iterable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST
from wagtail.admin import messages
from wagtail.log_actions import log
from wagtail.models import Page, Revision

from content.checks.accepted import publishable_page
from content.checks.context import check_context
from content.checks.page_checks import findings_for
from content.models import ClinicPage
from content.panels.findings import Finding
from content.site_context.context import full_stop, moment_in_words

PUBLISHED_ANYWAY = "content.publish_anyway"
ANYWAY = "publish-anyway"  # the field that confirms it


def errors_in(page: Page) -> list[Finding]:
    """Return the errors that require confirmation before the page is published."""
    if not isinstance(page, ClinicPage):
        return []
    return [finding for finding in findings_for(page, check_context()) if finding.is_error]


def is_prevented(errors: Iterable[Finding]) -> bool:
    """Return whether one of the errors can't be overridden."""
    return any(error.prevents_publishing for error in errors)


def log_anyway(page: Page, errors: list[Finding], user: Any, revision: Revision | None = None) -> None:
    data = {"findings": [finding.code for finding in errors]}
    log(instance=page, action=PUBLISHED_ANYWAY, user=user, data=data, revision=revision)


def outcome(page: Page, before: str = "") -> str:
    """Say what came of publishing the page's latest version, and what was done before that."""
    revision = page.get_latest_revision()
    title = page.get_admin_display_title()
    if revision and revision.approved_go_live_at:
        return full_stop(f"“{title}” is {before}scheduled for {moment_in_words(revision.approved_go_live_at)}")
    return f"“{title}” is {before}published."


# One page ------------------------------------------------------------------------------------------


def ask_before_publishing(request: HttpRequest, page: Page) -> HttpResponse | None:
    """Ask for confirmation if a check found an error; the draft is saved by then."""
    errors = errors_in(page)
    if not errors:
        return None
    context = {
        "page": page,
        "errors": errors,
        "revision": page.latest_revision,
        "prevented": is_prevented(errors),
        "scheduled": page.go_live_at if page.go_live_at and page.go_live_at > timezone.now() else None,
    }
    return TemplateResponse(request, "wagtailadmin/checks/confirm.html", context)


@require_POST
def publish_anyway(request: HttpRequest, page_id: int, revision_id: int) -> HttpResponse:
    """Publish the confirmed draft, and log who did."""
    page = publishable_page(request, page_id)
    revision = get_object_or_404(Revision.page_revisions, pk=revision_id, object_id=str(page.pk))
    edit = reverse("wagtailadmin_pages:edit", args=[page.pk])
    if page.latest_revision_id != revision.pk:
        messages.warning(request, "Someone has saved a newer draft in the meantime. Read it, then publish again.")
        return redirect(edit)
    lock = page.get_lock()
    if lock and lock.for_user(request.user):
        messages.warning(request, lock.get_message(request.user) or "This page is locked.")
        return redirect(edit)
    errors = errors_in(revision.as_object())
    if is_prevented(errors):
        return ask_before_publishing(request, page.get_latest_revision_as_object()) or redirect(edit)
    revision.publish(user=request.user)
    log_anyway(page, errors, request.user, revision)
    messages.success(request, outcome(publishable_page(request, page_id)))
    return redirect("wagtailadmin_explore", page.get_parent().pk)


# Several at once -----------------------------------------------------------------------------------


def ask_before_publishing_many(
    request: HttpRequest, action_type: str, pages: Iterable[Page], action: Any
) -> HttpResponse | None:
    """Ask once for all pages of a bulk action."""
    if action_type != "publish":
        return None
    chosen = {page.pk: page for page in pages if isinstance(page, Page)}
    if action.cleaned_form.cleaned_data.get("include_descendants"):
        for page in list(chosen.values()):
            drafts = page.get_descendants().not_live().specific()
            chosen |= {draft.pk: draft for draft in drafts if draft.permissions_for_user(request.user).can_publish()}
    asked = [(page, errors) for page in chosen.values() if (errors := errors_in(page.get_latest_revision_as_object()))]
    if not asked:
        return None
    prevented = any(is_prevented(errors) for _, errors in asked)
    if ANYWAY in request.POST and not prevented:
        for page, errors in asked:
            log_anyway(page, errors, request.user, page.get_latest_revision())
        return None
    sent = [(name, value) for name, values in request.POST.lists() for value in values if name != "csrfmiddlewaretoken"]
    context = {"asked": asked, "sent": sent, "anyway": ANYWAY, "back": action.next_url, "prevented": prevented}
    return TemplateResponse(request, "wagtailadmin/checks/confirm_many.html", context)


def name_scheduled(request: HttpRequest, action_type: str, pages: Iterable[Page], _action: Any) -> None:
    """Name the pages that a bulk action scheduled: Wagtail counts them as published."""
    for page in pages if action_type == "publish" else ():
        if page.scheduled_revision:
            messages.warning(request, outcome(page))


# Copies --------------------------------------------------------------------------------------------


def unpublish_prevented_copies(request: HttpRequest, page: Page, copied: Page) -> None:
    """Unpublish copies that no one may publish: Wagtail can publish copies right away."""
    for copy in copied.get_descendants(inclusive=True).live().specific():
        if is_prevented(errors_in(copy)):
            copy.unpublish(user=request.user)
            messages.warning(request, f"“{copy.get_admin_display_title()}” is a draft: it has to be reviewed first.")


# Approval ------------------------------------------------------------------------------------------


def ask_after_approving(request: HttpRequest, page: Page) -> HttpResponse | None:
    """After approval, ask right away if the user may publish."""
    if request.POST.get("workflow-action-name") != "approve" or page.workflow_in_progress:
        return None
    page = Page.objects.get(pk=page.pk).specific
    if not page.has_unpublished_changes or page.latest_revision.approved_go_live_at:
        messages.success(request, outcome(page, "approved and "))
        return None
    if not page.permissions_for_user(request.user).can_publish():
        return None
    return ask_before_publishing(request, page.get_latest_revision_as_object())
