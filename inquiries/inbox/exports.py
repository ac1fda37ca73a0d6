"""CSV and XLSX of what is filtered, which no spreadsheet takes for formulas."""

import json
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone

from content.admin.spreadsheets import SafeSpreadsheetMixin
from inquiries.models import Inquiry
from inquiries.privacy.audit import log_access
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import inquiry_settings

CHUNK = 500


def local(moment: datetime | None) -> str:
    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""


def answers_text(stored: str) -> str:
    """Extra questions with their answers, one a line."""
    try:
        return "\n".join(f"{question}: {answer}" for question, answer in json.loads(stored)) if stored else ""
    except ValueError:
        return stored


def row_of(inquiry: Inquiry) -> dict[str, str]:
    """What a row says, under its headings."""
    return {
        "Reference": inquiry.reference,
        "Received": local(inquiry.created_at),
        "State": inquiry.get_state_display(),
        "Suspect": "yes" if inquiry.is_suspect else "no",
        "Name": inquiry.name,
        "Email": inquiry.email,
        "Phone": inquiry.phone,
        "Reach by": inquiry.get_contact_by_display(),
        "Times": inquiry.times,
        "About": ", ".join(inquiry.about_titles),
        "Places": ", ".join(inquiry.region_keys),
        "Message": inquiry.message,
        "Answers": answers_text(inquiry.answers),
        "Sent from page": inquiry.source_page.title if inquiry.source_page else "",
        "First page": inquiry.landing_path,
        "Referrer": inquiry.referrer_host,
        "Campaign": ", ".join(f"{key}={value}" for key, value in inquiry.campaign.items()),
        "Assigned to": inquiry.assignee.get_username() if inquiry.assignee else "",
        "Follow up on": inquiry.follow_up_on.isoformat() if inquiry.follow_up_on else "",
        "First answered": local(inquiry.first_answered_at),
    }


HEADINGS = list(row_of(Inquiry()))


class InquiryExportMixin(SafeSpreadsheetMixin):
    """Wagtail's download buttons, for those who may export; each export is logged with its size."""

    list_export = HEADINGS
    request: HttpRequest

    @property
    def show_export_buttons(self) -> bool:  # type: ignore[override]
        return may(self.request.user, "export")

    def get_filename(self) -> str:
        return f"inquiries-{timezone.localdate().isoformat()}"

    def get_heading(self, queryset: Any, field: str) -> str:
        return field

    def to_row_dict(self, item: Inquiry) -> dict[str, str]:
        return row_of(item)

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
        response: HttpResponseBase = super().as_spreadsheet(queryset.iterator(CHUNK), spreadsheet_format)
        return response
