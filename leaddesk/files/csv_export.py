"""Writes a table as CSV: whole or not at all, and without getting in the way of the window."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from leaddesk.disk.atomic_file import write_atomically
from leaddesk.domain.exports import CsvKind
from leaddesk.domain.records import Value
from leaddesk.files.csv_cells import csv_lines, read_back
from leaddesk.files.giving_way import GivesWay

MARK = b"\xef\xbb\xbf"
"""At the beginning of a file for a spreadsheet, which takes other encodings for granted."""
_ROWS_AT_ONCE = 100


class _CancelledError(Exception):
    """Takes the half file away on its way out."""


def write_csv(
    path: Path,
    kind: CsvKind,
    header: Sequence[str],
    chunks: Iterable[Sequence[Sequence[Value]]],
    *,
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int | None:
    """Writes ``header`` and the rows of all ``chunks`` to ``path``; returns how many rows, or None if it was cancelled.

    Blocks; to be run in a thread. Every row is as long as the header, which has at least one column. Every 100 rows
    ``cancelled`` is asked and ``progress`` told how many rows are written so far; both are called in that thread.
    After a cancel or an error nothing of the file is left, and a file that was there before is as it was.
    Raises CannotWrite, DiskFull.
    """
    if not header:
        raise ValueError("a CSV file has at least one column")
    rows, give_way = 0, GivesWay()
    try:
        with write_atomically(path) as file:
            file.write((MARK if kind is CsvKind.SPREADSHEET_SAFE else b"") + csv_lines(kind, [header]))
            for chunk in chunks:
                for start in range(0, len(chunk), _ROWS_AT_ONCE):
                    if cancelled():
                        raise _CancelledError
                    some = chunk[start : start + _ROWS_AT_ONCE]
                    file.write(csv_lines(kind, some))
                    rows += len(some)
                    progress(rows)
                    give_way()
            if cancelled():
                raise _CancelledError
    except _CancelledError:
        return None
    return rows


def preview(kind: CsvKind, header: Sequence[str], rows: Iterable[Sequence[Value]]) -> list[list[str]]:
    """The header and these rows exactly as a reader of the file would find them."""
    return [read_back(kind, row) for row in (header, *rows)]
