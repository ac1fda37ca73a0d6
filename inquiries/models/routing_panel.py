"""In the contact page's editor: where inquiry routing is decided, and for those who may, what it is now."""

from typing import Any

from wagtail.admin.panels import Panel

from inquiries.models.routing import RIGHT, current_routing


class RoutingPanel(Panel):
    class BoundPanel(Panel.BoundPanel):
        template_name = "inquiries/routing_panel.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.request and self.request.user.has_perm(RIGHT):
                context["routing"] = current_routing()
            return context
