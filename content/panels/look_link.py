"""The link that bypasses the coming-soon page, next to the switch for that page."""

from typing import Any

from wagtail.admin.panels import Panel


class LookLinkPanel(Panel):
    """The current link, to copy and share."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "Show it to somebody before you open", "icon": "link"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/look_link.html"

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            link = self.request.build_absolute_uri(self.instance.look_path)
            return context | {"link": link, "is_on": self.instance.coming_soon}
