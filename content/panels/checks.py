"""The checks' findings, above a page's editor."""

from typing import Any

from django import forms
from django.utils.functional import cached_property
from wagtail import hooks
from wagtail.admin.panels import Panel

from content.panels.findings import Finding, by_level, count_open

CHECK_PAGE = "check_page"  # hook: a page's current findings, worst first


class ChecksPanel(Panel):
    """Shows findings for the page as last saved and then, with JavaScript, for the text as it is typed."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "Before publishing", "icon": "glasses"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/checks/panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if number := count_open(self.findings):
                self.heading = f"Before publishing: {number} to look at"

        @property
        def media(self) -> forms.Media:
            script = forms.Script("js/checks-admin.js", type="module")
            media: forms.Media = super().media + forms.Media(js=[script])  # type: ignore[list-item]
            return media

        @cached_property
        def findings(self) -> list[Finding]:
            if self.instance.pk is None:
                return []
            # Through a hook, since content/checks imports the page types, which have this panel.
            return [finding for check in hooks.get_hooks(CHECK_PAGE) for finding in check(self.instance)]

        def classes(self) -> list[str]:
            """Collapse it unless there is an error: editors came for the title."""
            is_open = any(finding.is_error for finding in self.findings)
            return [*super().classes(), *([] if is_open else ["collapsed"])]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            is_new = self.instance.pk is None
            context: dict[str, Any] = super().get_context_data(parent_context)
            judged = None if is_new or not self.may_publish() else self.instance
            return context | by_level(self.findings) | {"is_new": is_new, "judged": judged}

        def may_publish(self) -> bool:
            """Return whether the user may publish, and so may accept a finding."""
            return bool(self.instance.permissions_for_user(self.request.user).can_publish())
