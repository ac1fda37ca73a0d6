"""Reports: a list with its spreadsheet, its URLs, and its item in the menu."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.text import slugify
from wagtail import hooks
from wagtail.admin.menu import MenuItem
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin
from wagtail.admin.views.reports import ReportView
from wagtail.models import Page
from wagtail.permissions import policy_registry

from content.admin.spreadsheets import SafeSpreadsheetMixin

EDITOR_RIGHTS = ["add", "change", "publish"]  # any of them lets a user see what has to be fixed
View = TypeVar("View", bound=type[PermissionCheckedMixin])


def has_right_to_a_page(user: Any, rights: list[str]) -> bool:
    """Return whether the user has one of these permissions on any page."""
    return bool(policy_registry.get_by_type(Page).user_has_any_permission(user, rights))


class Report(SafeSpreadsheetMixin, ReportView):
    """A list that can be exported; `export_headings` name the columns of the file, in order."""

    @property
    def list_export(self) -> list[str]:
        return list(self.export_headings)

    def get_filename(self) -> str:
        return f"{slugify(self.page_title)}-{timezone.localdate()}"


class ReportMenuItem(MenuItem):
    """Shown to users who may see the report."""

    def __init__(self, view: Any, order: int) -> None:
        super().__init__(view.page_title, reverse(view.index_url_name), icon_name=view.header_icon, order=order)
        self.view = view

    def is_shown(self, request: HttpRequest) -> bool:
        view = self.view()
        view.request = request
        return bool(view.user_has_any_permission(view.any_permission_required))


def report(name: str, address: str, order: int) -> Callable[[View], View]:
    """Return a class decorator that gives a view a URL name, an address below reports/, and its place in the menu."""

    def register(view: Any) -> Any:
        view.index_url_name, view.index_results_url_name = name, f"{name}_results"

        def urls() -> list[URLPattern]:
            found = [path(f"reports/{address}/", view.as_view(), name=name)]
            if issubclass(view, ReportView):
                results = view.as_view(results_only=True)
                found.append(path(f"reports/{address}/results/", results, name=f"{name}_results"))
            return found

        hooks.register("register_admin_urls", urls)
        hooks.register("register_reports_menu_item", lambda: ReportMenuItem(view, order))
        return view

    return register
