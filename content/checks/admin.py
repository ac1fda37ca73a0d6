"""Where the checks hook into Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.log_actions import LogFormatter
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.checks.views import PUBLISHED_ANYWAY, PageChecksView, ask_before_publishing, publish_anyway

hooks.register("before_publish_page", ask_before_publishing)


@hooks.register("register_admin_urls")
def checks_urls() -> list[URLPattern]:
    return [
        path("reports/page-checks/", PageChecksView.as_view(), name="page_checks"),
        path("reports/page-checks/results/", PageChecksView.as_view(results_only=True), name="page_checks_results"),
        path("checks/<int:page_id>/publish/<int:revision_id>/", publish_anyway, name="publish_anyway"),
    ]


class ChecksMenuItem(MenuItem):
    """Shown to whoever may edit a page."""

    def is_shown(self, request: HttpRequest) -> bool:
        policy = policy_registry.get_by_type(Page)
        return bool(policy.user_has_any_permission(request.user, PageChecksView.any_permission_required))


@hooks.register("register_reports_menu_item")
def checks_menu_item() -> ChecksMenuItem:
    return ChecksMenuItem("Page checks", reverse("page_checks"), name="page-checks", icon_name="glasses", order=650)


@hooks.register("register_log_actions")
def checks_log_action(actions: object) -> None:
    @actions.register_action(PUBLISHED_ANYWAY)  # type: ignore[attr-defined]
    class PublishedAnyway(LogFormatter):
        label = "Publish despite a finding"

        def format_message(self, entry: object) -> str:
            found = ", ".join(entry.data.get("findings", []))  # type: ignore[attr-defined]
            return f"Published although a check asked not to ({found})"
