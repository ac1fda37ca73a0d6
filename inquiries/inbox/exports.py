"""CSV and XLSX exports of the filtered list."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from wagtail.admin.utils import get_valid_next_url_from_request

from content.admin.spreadsheets import SafeSpreadsheetMixin
from inquiries.inbox.base import InboxFormView
from inquiries.inbox.facts import as_text, facts_about, heading_of
from inquiries.models import Inquiry
from inquiries.privacy.audit import log_access
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import inquiry_settings

CHUNK_SIZE = 500


COLUMNS = [heading_of(name) for name in facts_about(Inquiry())]
COLUMNS_SESSION_KEY = "inquiry_columns"  # the session key


def chosen_columns(request: HttpRequest) -> list[str]:
    """Return the columns that the user last chose in this session; all of them by default."""
    chosen = request.session.get(COLUMNS_SESSION_KEY, COLUMNS)
    return [column for column in COLUMNS if column in chosen] or COLUMNS


class InquiryExportMixin(SafeSpreadsheetMixin):
    """Wagtail's export buttons, for users who may export. Each export is logged with its size."""

    request: HttpRequest

    @property
    def list_export(self) -> list[str]:
        return chosen_columns(self.request)

    @property
    def show_export_buttons(self) -> bool:
        return may(self.request.user, "export")

    def get_filename(self) -> str:
        return f"inquiries-{timezone.localdate().isoformat()}"

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def to_row_dict(self, item: Inquiry) -> dict[str, Any]:
        row = {heading_of(name): value for name, value in facts_about(item).items()}
        chosen = {column: row[column] for column in self.list_export}
        return {column: value if isinstance(value, date) else as_text(value) for column, value in chosen.items()}

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        if not may(self.request.user, "export"):
            raise PermissionDenied
        log_access(
            inquiry_settings(),
            "export",
            self.request.user,
            count=queryset.count(),
            format=spreadsheet_format,
            columns=len(self.list_export),
            narrowed_by=sorted(set(self.request.GET) - {"export", "p"}),
        )
        response: HttpResponseBase = super().as_spreadsheet(queryset.iterator(CHUNK_SIZE), spreadsheet_format)
        return response


class ColumnsForm(forms.Form):
    columns = forms.MultipleChoiceField(
        label="Columns",
        choices=[(column, column) for column in COLUMNS],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Check at least one column."},
        help_text="Export only what you need: what isn’t exported can’t get lost. "
        "Your choice is kept until you sign out.",
    )


class ColumnsView(InboxFormView):
    """Choose the columns of an export, then download it."""

    permission_required = "export"
    template_name = "inquiries/inbox/columns.html"
    page_title = "Export"
    header_icon = "download"
    form_class = ColumnsForm

    @property
    def next_url(self) -> str:
        """The URL of the list to export, with its filters."""
        return get_valid_next_url_from_request(self.request) or reverse("inquiry:all")

    def get_initial(self) -> dict[str, Any]:
        return {"columns": chosen_columns(self.request)}

    def form_valid(self, form: forms.BaseForm) -> HttpResponse:
        self.request.session[COLUMNS_SESSION_KEY] = form.cleaned_data["columns"]
        joint = "&" if "?" in self.next_url else "?"
        spreadsheet = "xlsx" if "xlsx" in self.request.POST else "csv"
        return redirect(f"{self.next_url}{joint}export={spreadsheet}")
