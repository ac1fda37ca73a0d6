"""The position of a muscle's trigger point, which staff set by clicking on the figure."""

from typing import Any

from django import forms
from wagtail.admin.panels import MultiFieldPanel

from content.anatomy.drawing import render_figure, render_outline


class PointPanel(MultiFieldPanel):
    """View, x, and y as fields, and a figure that sets them on click; without JavaScript, the fields suffice."""

    class BoundPanel(MultiFieldPanel.BoundPanel):
        template_name = "wagtailadmin/panels/point.html"

        @property
        def media(self) -> forms.Media:
            media: forms.Media = super().media + forms.Media(js=["js/point-admin.js"])
            return media

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            points = self.instance.points
            return context | {
                "outline": render_outline(),
                "figure": render_figure(points=points, size="small", uid="point"),
            }
