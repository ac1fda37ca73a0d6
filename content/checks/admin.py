"""Where the checks hook into Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.admin.views.home import WorkflowObjectsToModeratePanel
from wagtail.log_actions import LogActionRegistry, LogFormatter
from wagtail.models import PageLogEntry, WorkflowState
from wagtail.signals import workflow_submitted

from content.admin.dashboard import DashboardPanel
from content.checks.accepted import ACCEPTED, REOPENED, accept, reopen
from content.checks.held import held_for, open_question
from content.checks.live import LiveChecksOfNewView, LiveChecksView, draft_card
from content.checks.publishing import (
    PUBLISHED_ANYWAY,
    ask_after_approving,
    ask_before_publishing,
    ask_before_publishing_many,
    name_scheduled,
    publish_anyway,
    unpublish_prevented_copies,
)


def checks_urls() -> list[URLPattern]:
    return [
        path("checks/<int:page_id>/edit/", LiveChecksView.as_view(), name="live_checks"),
        path(
            "checks/add/<slug:content_type_app_name>/<slug:content_type_model_name>/<int:parent_page_id>/",
            LiveChecksOfNewView.as_view(),
            name="live_checks_of_new",
        ),
        path("checks/<int:page_id>/card/", draft_card, name="draft_card"),
        path("checks/<int:page_id>/publish/<int:revision_id>/", publish_anyway, name="publish_anyway"),
        path("checks/<int:page_id>/question/", open_question, name="open_question"),
        path("checks/<int:page_id>/accept/", accept, name="accept_finding"),
        path("checks/<int:page_id>/reopen/", reopen, name="reopen_finding"),
    ]


def checks_log_action(actions: LogActionRegistry) -> None:
    @actions.register_action(PUBLISHED_ANYWAY)
    class PublishedAnyway(LogFormatter):
        label = "Publish despite a finding"

        def format_message(self, entry: PageLogEntry) -> str:
            found = ", ".join(entry.data.get("findings", []))
            return f"Published although a check asked not to ({found})"

    @actions.register_action(ACCEPTED)
    class AcceptedFinding(LogFormatter):
        label = "Accept a finding"

        def format_message(self, entry: PageLogEntry) -> str:
            return f"Said that “{entry.data.get('words', '')}” is fine because: {entry.data.get('reason', '')}"

    @actions.register_action(REOPENED)
    class ReopenedFinding(LogFormatter):
        label = "Reopen a finding"

        def format_message(self, entry: PageLogEntry) -> str:
            return f"Took back that “{entry.data.get('words', '')}” is fine"


def add_held_pages_panel(request: HttpRequest, panels: list[Component]) -> None:
    """Add approved pages that are on hold, with the questions that block them."""
    if held := held_for(request.user):
        panels.append(DashboardPanel("blocked_pages", 140, {"held": held}))
    for panel in panels:
        if isinstance(panel, WorkflowObjectsToModeratePanel):
            panel.order = 105  # colleagues wait for it; nothing else on the dashboard is more urgent


hooks.register("before_publish_page", ask_before_publishing)
hooks.register("before_bulk_action", ask_before_publishing_many)
hooks.register("after_bulk_action", name_scheduled)
hooks.register("after_edit_page", ask_after_approving)
hooks.register("after_copy_page", unpublish_prevented_copies)
hooks.register("register_admin_urls", checks_urls)
hooks.register("register_log_actions", checks_log_action)
hooks.register("construct_homepage_panels", add_held_pages_panel)
# Its email goes to the owners, who get the one about the task too.
workflow_submitted.disconnect(dispatch_uid="workflow_state_submitted_email_notification", sender=WorkflowState)
