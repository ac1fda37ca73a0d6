"""Where links hook into Wagtail's admin."""

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin.menu import MenuItem

from content.links.not_found_report import NotFoundReportView, RedirectNotFoundView, ignore_not_found, may_redirect
from content.links.takedown import DeletePages, UnpublishPages


def links_urls() -> list[URLPattern]:
    report = NotFoundReportView
    return [
        path("reports/not-found/", report.as_view(), name="not_found_report"),
        path("reports/not-found/results/", report.as_view(results_only=True), name="not_found_report_results"),
        path("reports/not-found/redirect/", RedirectNotFoundView.as_view(), name="redirect_not_found"),
        path("reports/not-found/ignore/", ignore_not_found, name="ignore_not_found"),
    ]


class NotFoundMenuItem(MenuItem):
    """Shown to whoever may redirect an address."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_redirect(request.user)


def not_found_menu_item() -> NotFoundMenuItem:
    return NotFoundMenuItem("Addresses not found", reverse("not_found_report"), icon_name="redirect", order=710)


hooks.register("register_bulk_action", DeletePages, order=1)  # after Wagtail's own, whose place they take
hooks.register("register_bulk_action", UnpublishPages, order=1)
hooks.register("register_admin_urls", links_urls)
hooks.register("register_reports_menu_item", not_found_menu_item)
