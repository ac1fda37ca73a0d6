"""The order of the editor’s action menu: Publish or Approve first, for users who may."""

from typing import Any

from django.http import HttpRequest

PUBLISH, APPROVE = "action-publish", "approve"


def publish_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put Publish first for users who may publish, or Approve if the page awaits their approval."""
    page = context.get("page")
    is_waiting = page and page.pk and page.current_workflow_task
    items.sort(key=lambda item: item.name != (APPROVE if is_waiting else PUBLISH))
