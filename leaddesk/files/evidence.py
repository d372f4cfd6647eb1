"""Writes evidence for the provider's support: a JSON document and a table that a person can read, together."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from leaddesk.domain.exports import CsvKind
from leaddesk.domain.records import Row
from leaddesk.files.csv_cells import csv_lines
from leaddesk.files.csv_export import MARK
from leaddesk.files.files_together import write_together


def write_evidence(
    path: Path, document: Mapping[str, Any], header: Sequence[str], rows: Sequence[Row]
) -> tuple[Path, Path]:
    """``document`` becomes ``path``, the table the CSV file beside it; returns both. Blocks; for a worker thread.

    Both appear or none does; files of these names are replaced. Raises CannotWrite, DiskFull.
    """
    table = path.with_suffix(".csv")
    if table == path:  # asked for as a table: the document is the one beside it then
        path = path.with_suffix(".json")
    with write_together([path, table]) as (of_document, of_table):
        text = json.dumps(document, ensure_ascii=False, indent=2)
        of_document.write(text.encode("utf-8", "replace") + b"\n")
        of_table.write(MARK + csv_lines(CsvKind.SPREADSHEET_SAFE, [header, *rows]))
    return path, table
