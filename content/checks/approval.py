"""How a workflow ends (WAGTAIL_FINISH_WORKFLOW_ACTION)."""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish what was approved, unless a check found an error.

    Wagtail calls this without the request, so it can't ask for confirmation: the page stays a draft, and users who
    may publish it are asked in its editor and reminded on the dashboard.
    """
    from content.checks.publishing import errors_in  # noqa: PLC0415 (Wagtail imports this module with its models)

    revision = workflow_state.content_object.get_latest_revision()
    if not errors_in(revision.as_object()):
        revision.publish(user=user)
