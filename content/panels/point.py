"""Where a muscle's trigger point lies: staff click it on the figure."""

from typing import Any

from django import forms
from wagtail.admin.panels import MultiFieldPanel

from content.anatomy.drawing import render_figure, render_outline


class PointPanel(MultiFieldPanel):
    """View, x and y as fields, and the figure that sets them by a click; without scripts the fields do."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "wagtailadmin/panels/point.html"

        @property
        def media(self) -> forms.Media:
            return super().media + forms.Media(js=["js/point-admin.js"])

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            muscle = self.instance
            points = muscle.points
            return super().get_context_data(parent_context) | {
                "outline": render_outline(),
                "figure": render_figure({}, points=points, size="small", views=["front", "back"], uid="point"),
            }
