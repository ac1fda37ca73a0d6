"""Where links hook into Wagtail's admin."""

from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from wagtail import hooks
from wagtail.admin import messages
from wagtail.admin.menu import MenuItem

from content.admin.page_reports import EDITOR_RIGHTS, PageReportMenuItem
from content.links.inside import Readable, broken_in
from content.links.links_report import BrokenLinksView
from content.links.not_found_actions import (
    RedirectNotFoundView,
    ignore_not_found,
    may_redirect,
    redirect_at_once,
    undo_redirect,
)
from content.links.not_found_report import NotFoundReportView
from content.links.takedown import DeletePages, UnpublishPages


def links_urls() -> list[URLPattern]:
    report, links = NotFoundReportView, BrokenLinksView
    return [
        path("reports/links/", links.as_view(), name="broken_links"),
        path("reports/links/results/", links.as_view(results_only=True), name="broken_links_results"),
        path("reports/not-found/", report.as_view(), name="not_found_report"),
        path("reports/not-found/results/", report.as_view(results_only=True), name="not_found_report_results"),
        path("reports/not-found/redirect/", RedirectNotFoundView.as_view(), name="redirect_not_found"),
        path("reports/not-found/redirect-at-once/", redirect_at_once, name="redirect_at_once"),
        path("reports/not-found/undo/", undo_redirect, name="undo_redirect"),
        path("reports/not-found/ignore/", ignore_not_found, name="ignore_not_found"),
    ]


class NotFoundMenuItem(MenuItem):
    """Shown to users who may add redirects."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_redirect(request.user)


def not_found_menu_item() -> NotFoundMenuItem:
    return NotFoundMenuItem("Addresses not found", reverse("not_found_report"), icon_name="redirect", order=710)


def broken_links_menu_item() -> PageReportMenuItem:
    return PageReportMenuItem("Broken links", reverse("broken_links"), EDITOR_RIGHTS, icon_name="link", order=660)


def warn_of_broken_links(request: HttpRequest, page: Any) -> None:
    """Warn about broken links on a page that was just published."""
    broken = [f"{link.address} {link.why} (in {link.place.where})" for link in broken_in(page, Readable())]
    if broken:
        found = "; ".join(broken)
        messages.warning(request, f"Links on “{page.get_admin_display_title()}” that lead visitors nowhere: {found}.")


hooks.register("register_bulk_action", DeletePages, order=1)  # after Wagtail's own, which they replace
hooks.register("register_bulk_action", UnpublishPages, order=1)
hooks.register("register_admin_urls", links_urls)
hooks.register("register_reports_menu_item", not_found_menu_item)
hooks.register("register_reports_menu_item", broken_links_menu_item)
hooks.register("after_publish_page", warn_of_broken_links)
