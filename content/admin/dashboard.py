"""The parts of the admin's home page."""

from typing import Any

from wagtail.admin.ui.components import Component


class DashboardPanel(Component):
    """A template of wagtailadmin/home, and its context."""

    def __init__(self, name: str, order: int, context: dict[str, Any]) -> None:
        self.name, self.order, self.context = name, order, context
        self.template_name = f"wagtailadmin/home/{name}.html"

    def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
        return self.context
