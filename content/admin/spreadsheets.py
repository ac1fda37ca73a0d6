"""Spreadsheet downloads that are safe from formula injection."""

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.utils import timezone
from wagtail.admin.views.mixins import SpreadsheetExportMixin

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
BOM = "\ufeff".encode()  # makes spreadsheet programs read a CSV as UTF-8
TIME_FORMAT = "yyyy-mm-dd hh:mm"  # of cells, which programs can sort and show in another format
LONGEST_CELL = 32_767  # the limit of XLSX
NOT_IN_A_CELL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")  # as in openpyxl, which is only loaded for exports
CUT = "\n[Cut here: a cell holds no more. The page and the CSV have all of it.]"


def looks_like_a_formula(text: str) -> bool:
    return text.startswith(DANGEROUS) or text.lstrip().startswith(DANGEROUS)


class SafeSpreadsheetMixin(SpreadsheetExportMixin):
    """Wagtail's CSV and XLSX exports, with all user input as plain text, and times by the clinic's clock."""

    object_list: Any

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Return only the list for a download, which Wagtail would otherwise read as a whole just to count it."""
        if self.is_export:
            return {"object_list": self.object_list}
        context: dict[str, Any] = super().get_context_data(*args, **kwargs)
        return context

    def preprocess_field_value(self, field: str, value: Any, export_format: str) -> Any:
        """Prefix what looks like a formula with an apostrophe in CSV; truncate what is too long for an XLSX cell."""
        if isinstance(value, datetime):
            local = timezone.make_naive(value)  # a cell has no time zone
            return f"{local:%Y-%m-%d %H:%M}" if export_format == self.FORMAT_CSV else local
        shown = super().preprocess_field_value(field, value, export_format)
        if not isinstance(shown, str):
            return shown
        if not shown:
            return None  # no cell at all
        if export_format == self.FORMAT_CSV:
            return f"'{shown}" if looks_like_a_formula(shown) else shown
        shown = NOT_IN_A_CELL.sub(" ", shown)
        return shown if len(shown) <= LONGEST_CELL else shown[: LONGEST_CELL - len(CUT)] + CUT

    def generate_xlsx_row(
        self, worksheet: Any, row_dict: dict[str, Any], date_format: str | None = None
    ) -> Iterator[Any]:
        """Mark what looks like a formula as text, so that it stays text when someone edits the cell."""
        for cell in super().generate_xlsx_row(worksheet, row_dict, TIME_FORMAT):
            if isinstance(cell.value, str) and looks_like_a_formula(cell.value):
                cell.quotePrefix = True
            yield cell

    def stream_csv(self, queryset: Any) -> Iterator[bytes]:
        yield BOM
        yield from super().stream_csv(queryset)
