"""Importing redirects from what spreadsheet programs really save. Wagtail has no setting for it."""

from collections.abc import Iterable
from typing import Any

from wagtail.contrib.redirects import base_formats


class Rows(base_formats.Dataset):
    """Leaves out empty rows and fills short ones, either of which would end the import with a server error."""

    def __init__(self, rows: Iterable[Iterable[Any]] = (), headers: Any = None) -> None:
        kept = [[*row] for row in rows if any(row)]
        width = len(kept[0]) if kept else 0
        super().__init__([row + [""] * (width - len(row)) for row in kept], headers)


class CSV(base_formats.CSV):
    """Separated by commas, tabs, or semicolons (Excel in much of Europe), in UTF-8 or in Windows' own encoding."""

    def is_binary(self) -> bool:
        return True

    def get_read_mode(self) -> str:
        return "rb"

    def create_dataset(self, data: bytes, delimiter: str = "") -> Rows:
        try:
            text = data.decode("utf-8-sig")
        except UnicodeDecodeError:
            text = data.decode("cp1252", "replace")
        head = text.partition("\n")[0]
        rows: Rows = super().create_dataset(text, max(",;\t", key=head.count))
        return rows


class TSV(CSV):
    pass


def read_what_is_saved() -> None:
    base_formats.Dataset = Rows
    base_formats.DEFAULT_FORMATS[:] = [CSV, base_formats.XLSX, TSV]
