"""Tells editors when visitors can't find a region on the figure."""

from typing import Any

from wagtail.admin.panels import Panel

from content.anatomy.figure import load_figure


class DrawnPanel(Panel):
    """A warning above the region's fields; nothing where all is well."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/not_drawn.html"

        def is_shown(self) -> bool:
            page = self.instance
            return bool(super().is_shown() and page.pk and page.slug and page.slug not in load_figure().slugs())

        def get_context_data(self, parent_context: dict[str, Any] | None = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {"slug": self.instance.slug}
