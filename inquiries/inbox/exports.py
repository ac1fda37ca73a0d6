"""CSV and XLSX exports of the filtered list."""

from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from content.admin.spreadsheets import SafeSpreadsheetMixin
from inquiries.inbox.detail import answer_pairs
from inquiries.models import Inquiry
from inquiries.privacy.audit import log_access
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import inquiry_settings

CHUNK_SIZE = 500


def local_time(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def export_row(inquiry: Inquiry) -> dict[str, str]:
    """A row's cells by their headings."""
    return {
        "Reference": inquiry.reference,
        "Received": local_time(inquiry.created_at),
        "State": inquiry.get_state_display(),
        "Suspect": "yes" if inquiry.is_suspect else "no",
        "Name": inquiry.name,
        "Email": inquiry.email,
        "Phone": inquiry.phone,
        "Reach by": inquiry.get_contact_by_display(),
        "Times": inquiry.times,
        "About": ", ".join(inquiry.about_titles),
        "Asked for": inquiry.practitioner,
        "Session": inquiry.session,
        "Places": ", ".join(inquiry.region_keys),
        "Message": inquiry.message,
        "Answers": "\n".join(f"{question}: {answer}" for question, answer in answer_pairs(inquiry)),
        "Sent from page": inquiry.source_page.title if inquiry.source_page else "",
        "First page": inquiry.landing_path,
        "Referrer": inquiry.referrer_host,
        "Campaign": ", ".join(f"{key}={value}" for key, value in inquiry.campaign.items()),
        "Assigned to": inquiry.assignee.get_username() if inquiry.assignee else "",
        "Follow up on": inquiry.follow_up_on.isoformat() if inquiry.follow_up_on else "",
        "First answered": local_time(inquiry.first_answered_at),
    }


class InquiryExportMixin(SafeSpreadsheetMixin):
    """Wagtail's export buttons, for those who may export. Each export is logged with its size."""

    list_export = list(export_row(Inquiry()))
    request: HttpRequest

    @property
    def show_export_buttons(self) -> bool:
        return may(self.request.user, "export")

    def get_filename(self) -> str:
        return f"inquiries-{timezone.localdate().isoformat()}"

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def to_row_dict(self, item: Inquiry) -> dict[str, str]:
        return export_row(item)

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        if not may(self.request.user, "export"):
            raise PermissionDenied
        log_access(
            inquiry_settings(),
            "export",
            self.request.user,
            count=queryset.count(),
            format=spreadsheet_format,
            narrowed_by=sorted(set(self.request.GET) - {"export", "p"}),
        )
        response: HttpResponseBase = super().as_spreadsheet(queryset.iterator(CHUNK_SIZE), spreadsheet_format)
        return response
