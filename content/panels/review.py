"""The page's review, next to its text in the editor."""

from typing import Any

from django.utils import timezone
from wagtail.admin.panels import Panel


class ReviewPanel(Panel):
    """The latest review of a health page, with a link to record the next one."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "Review", "icon": "glasses"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/panels/review.html"

        def is_shown(self) -> bool:
            return bool(self.instance.gives_health_advice())

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            context: dict[str, Any] = super().get_context_data(parent_context)
            if self.instance.pk is None:
                return context | {"is_new": True}
            standing = self.instance.draft_standing()
            states = standing.states(timezone.localdate())
            return context | {"page": self.instance, "standing": standing, "states": states}
