"""The editor's main button: what the user most likely came for."""

from typing import Any

from django.http import HttpRequest

PUBLISH = "action-publish"


def publish_first(items: list[Any], request: HttpRequest, context: dict[str, Any]) -> None:
    """Put Publish first for whoever may publish; in a workflow, Approve stays there."""
    page = context.get("page")
    if page and page.pk and page.current_workflow_task:
        return
    items.sort(key=lambda item: item.name != PUBLISH)
