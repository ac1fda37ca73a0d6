"""What the checks say, above a page's editor."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from wagtail.admin.panels import Panel

if TYPE_CHECKING:
    from content.checks.findings import Finding


class ChecksPanel(Panel):
    """Shows findings for the page as it was last saved, drafts included."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"heading": "Before publishing", "icon": "glasses"} | kwargs)

    class BoundPanel(Panel.BoundPanel):
        template_name = "wagtailadmin/checks/panel.html"

        def __init__(self, **kwargs: Any) -> None:
            super().__init__(**kwargs)
            if self.findings:
                self.heading = f"Before publishing: {len(self.findings)} to look at"

        @cached_property
        def findings(self) -> "list[Finding]":
            # Page types have panels, checks know page types: imported once both exist.
            from content.checks.page_checks import findings_for, surroundings

            if self.instance.pk is None:
                return []
            return findings_for(self.instance, surroundings(self.instance.get_site()))

        def classes(self) -> list[str]:
            """Closed unless something is wrong: the title is what editors came for."""
            is_open = any(finding.is_error for finding in self.findings)
            return [*super().classes(), *([] if is_open else ["collapsed"])]

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return super().get_context_data(parent_context) | {
                "findings": self.findings,
                "errors": [finding for finding in self.findings if finding.is_error],
                "warnings": [finding for finding in self.findings if not finding.is_error],
                "is_new": self.instance.pk is None,
            }
