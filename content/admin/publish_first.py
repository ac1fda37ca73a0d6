"""The order of the editor’s action menu: Publish or Approve first, for those who may."""

from typing import Any

from django.http import HttpRequest

PUBLISH, APPROVE = "action-publish", "approve"


def publish_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put Publish first for whoever may publish; where the page waits for their approval, Approve."""
    page = context.get("page")
    is_waiting = page and page.pk and page.current_workflow_task
    items.sort(key=lambda item: item.name != (APPROVE if is_waiting else PUBLISH))
