"""CSV and XLSX of what is filtered, which no spreadsheet takes for formulas."""

import csv
import io
import json
from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

from inquiries.models import Inquiry
from inquiries.privacy.audit import log_access
from inquiries.privacy.permissions import may
from inquiries.privacy.retention import inquiry_settings

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff"
CHUNK = 500
COLUMN_WIDTH = 22
LONGEST_CELL = 32_767  # of a workbook
CUT = "\n[Cut here: a cell holds no more. The inbox and the CSV have all of it.]"


def safe(value: Any) -> str:
    """A CSV cell's text. One that a spreadsheet might run gets an apostrophe in front: the format knows no texts."""
    text = "" if value is None else str(value)
    return f"'{text}" if is_dangerous(text) else text


def is_dangerous(text: str) -> bool:
    return text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS)


def that_fits(text: str) -> str:
    """As much as a workbook's cell holds; that something is missing is said."""
    return text if len(text) <= LONGEST_CELL else text[: LONGEST_CELL - len(CUT)] + CUT


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


def csv_lines(inquiries: Iterable[Inquiry]) -> Iterator[str]:
    """The file line by line, with the mark that makes spreadsheets read it as UTF-8."""
    buffer = io.StringIO()
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL)

    def line(cells: Iterable[str]) -> str:
        writer.writerow(cells)
        text = buffer.getvalue()
        buffer.seek(0)
        buffer.truncate()
        return text

    yield BOM + line(HEADINGS)
    for inquiry in inquiries:
        yield line(safe(value) for value in row_of(inquiry).values())


def xlsx_file(inquiries: Iterable[Inquiry]) -> bytes:
    """A workbook whose cells are all plain text."""
    output = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(output, options) as book:
        sheet = book.add_worksheet("Inquiries")
        bold = book.add_format({"bold": True})
        as_text = book.add_format({"quote_prefix": True})  # also for somebody who goes into the cell and out again
        sheet.freeze_panes(1, 0)
        sheet.set_column(0, len(HEADINGS) - 1, COLUMN_WIDTH)
        for column, heading in enumerate(HEADINGS):
            sheet.write_string(0, column, heading, bold)
        for number, inquiry in enumerate(inquiries, start=1):
            for column, value in enumerate(row_of(inquiry).values()):
                sheet.write_string(number, column, that_fits(value), as_text if is_dangerous(value) else None)
    return output.getvalue()


class InquiryExportMixin(SpreadsheetExportMixin):
    """Wagtail's download buttons, for those who may export; each export is logged with its size."""

    list_export = HEADINGS
    request: HttpRequest

    @property
    def show_export_buttons(self) -> bool:  # type: ignore[override]
        return may(self.request.user, "export")

    def as_spreadsheet(self, queryset: Any, spreadsheet_format: str) -> HttpResponseBase:
        if not may(self.request.user, "export"):
            raise PermissionDenied
        filters = sorted(set(self.request.GET) - {"export", "p"})
        log_access(
            inquiry_settings(),
            "export",
            self.request.user,
            count=queryset.count(),
            format=spreadsheet_format,
            narrowed_by=filters,
        )
        name = f"inquiries-{timezone.localdate().isoformat()}.{spreadsheet_format}"
        response: HttpResponseBase
        if spreadsheet_format == self.FORMAT_CSV:
            lines = csv_lines(queryset.iterator(CHUNK))
            response = StreamingHttpResponse(lines, content_type="text/csv; charset=utf-8")
        else:
            kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
            response = HttpResponse(xlsx_file(queryset.iterator(CHUNK)), content_type=kind)
        response["Content-Disposition"] = f'attachment; filename="{name}"'
        return response
