"""A panel in the contact page's editor: where to change inquiry routing and, for users who may, its current state."""

from typing import Any

from wagtail.admin.panels import Panel

from inquiries.models.routing import ROUTING_PERMISSION, current_routing


class RoutingPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "inquiries/routing_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.request and self.request.user.has_perm(ROUTING_PERMISSION):
                context["routing"] = current_routing()
            return context
