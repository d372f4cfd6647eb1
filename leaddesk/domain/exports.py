"""The ways to take a table home as a file."""

from __future__ import annotations

from enum import Enum


class CsvKind(Enum):
    """Who is going to read the CSV file. The value is that of the preference EXPORT_KIND."""

    CRM_IMPORT = "crm-import"
    """Another program: RFC 4180, UTF-8 without a mark, every value exactly as it is."""
    SPREADSHEET_SAFE = "spreadsheet-safe"
    """A person's spreadsheet: UTF-8 with a byte order mark, and no cell that it would run as a formula."""


class BookKind(Enum):
    """Files that are no CSV. The value is that of the preference EXPORT_KIND."""

    XLSX = "xlsx"
    """A person's spreadsheet: every cell is text, so phones and ZIP codes stay as they are and no formula runs."""
    VCARD = "vcard"
    """Address books: one card for each person."""


FileKind = CsvKind | BookKind
SUFFIXES: dict[FileKind, str] = {
    CsvKind.CRM_IMPORT: ".csv",
    CsvKind.SPREADSHEET_SAFE: ".csv",
    BookKind.XLSX: ".xlsx",
    BookKind.VCARD: ".vcf",
}
MOST_SHEET_ROWS = 1_048_575
"""Rows below the header that a sheet of an XLSX file holds (Excel's "specifications and limits")."""
KINDS: dict[str, FileKind] = {kind.value: kind for kind in SUFFIXES}
"""By value."""
