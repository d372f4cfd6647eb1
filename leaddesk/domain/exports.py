"""The two ways to take a table home as CSV."""

from __future__ import annotations

from enum import Enum


class CsvKind(Enum):
    """Who is going to read the file. The value is that of the preference EXPORT_KIND."""

    CRM_IMPORT = "crm-import"
    """Another program: RFC 4180, UTF-8 without a mark, every value exactly as it is."""
    SPREADSHEET_SAFE = "spreadsheet-safe"
    """A person's spreadsheet: UTF-8 with a byte order mark, and no cell that it would run as a formula."""
