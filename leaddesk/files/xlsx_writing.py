"""A spreadsheet in which every cell is text: phones and ZIP codes stay as they are, and nothing is run or linked.

Written by rust_xlsxwriter (through rustpy-xlsxwriter), which streams: memory does not grow with the rows. Cells are
inline strings, which no reader takes for a formula; ``_x0041_`` and control characters are escaped as ECMA-376 says.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, TypeGuard

from leaddesk.disk.atomic_file import file_error, write_atomically
from leaddesk.domain.exports import MOST_SHEET_ROWS
from leaddesk.domain.records import Value
from leaddesk.files.giving_way import GivesWay

LONGEST_CELL = 32_767
"""UTF-16 units (Excel's "specifications and limits")."""
_ROWS_AT_ONCE = 100
_SYSTEM_ERROR = re.compile(r"(?:os error |Os \{ code: )(\d+)")


class _CancelledError(Exception):
    """Takes the half file away on its way out."""


class CutCells:
    """How many cells were longer than a cell can be and were cut."""

    def __init__(self) -> None:
        self.count = 0


def write_sheet(
    file: BinaryIO, header: Sequence[str], rows: Iterable[Sequence[Value]], *, cut: CutCells | None = None
) -> None:
    """A workbook with one sheet: bold header that stays in view, filter arrows, every cell text, empty ones missing.

    Blocks. ``header`` names at least one column, none twice (ValueError); there are at most MOST_SHEET_ROWS rows,
    each as long. Whatever ``rows`` raises passes through. Raises OSError as writing to ``file`` does, and
    CannotWrite or DiskFull about the system's folder for temporary files, where the sheet lies uncompressed meanwhile.
    """
    from rustpy_xlsxwriter import write_worksheet  # noqa: PLC0415 - only when a spreadsheet is written

    names = [_text(name, cut or CutCells()) or " " for name in header]
    if not names or len(set(names)) < len(names):
        raise ValueError("a sheet has at least one column, and no two of one name")
    cells = _cells(rows, cut or CutCells())
    first = next(cells, None)
    records = _records(names, first, cells)
    try:
        write_worksheet(
            records,
            file,
            sheet_name="Leads",
            freeze_row=1,
            bold_headers=True,
            autofilter=first is not None,
            ignore_errors=names if first is not None else None,
        )
    except BaseException as error:
        _tell_trouble(error)
        raise


def write_xlsx(
    path: Path,
    header: Sequence[str],
    chunks: Iterable[Sequence[Sequence[Value]]],
    *,
    progress: Callable[[int], None] = lambda _: None,
    cancelled: Callable[[], bool] = lambda: False,
) -> int | None:
    """As ``csv_export.write_csv``: whole or not at all, giving way to the window; rows, or None if it was cancelled.

    At most MOST_SHEET_ROWS rows (ValueError). Raises CannotWrite, DiskFull.
    """
    rows, give_way = 0, GivesWay()

    def counted() -> Iterator[Sequence[Value]]:
        nonlocal rows
        for chunk in chunks:
            for row in chunk:
                if rows % _ROWS_AT_ONCE == 0:
                    if cancelled():
                        raise _CancelledError
                    progress(rows)
                    give_way()
                rows += 1
                if rows > MOST_SHEET_ROWS:
                    raise ValueError("more rows than a sheet holds")
                yield row
        if cancelled():
            raise _CancelledError

    try:
        with write_atomically(path) as file:
            write_sheet(file, header, counted())
    except _CancelledError:
        return None
    progress(rows)
    return rows


def _records(
    names: Sequence[str], first: Sequence[str | None] | None, others: Iterator[Sequence[str | None]]
) -> Iterator[dict[str, str | None]]:
    # The library takes the columns from the first record; without any there is still a header to write.
    yield dict(zip(names, first or [None] * len(names), strict=True))
    for row in others:
        yield dict(zip(names, row, strict=True))


def _cells(rows: Iterable[Sequence[Value]], cut: CutCells) -> Iterator[Sequence[str | None]]:
    for row in rows:
        yield row if _is_fit(row) else [_text(value, cut) for value in row]


def _is_fit(row: Sequence[Value]) -> TypeGuard[Sequence[str | None]]:
    """Whether the row can be written as it is. Looks at all its cells at once, because there are millions."""
    try:
        text = "".join(filter(None, row))  # type: ignore[arg-type]  # a TypeError tells
        text.encode()
    except (TypeError, UnicodeEncodeError):
        return False
    return len(text) < _SURELY_FITS


_SURELY_FITS = LONGEST_CELL // 2


def _text(value: Value, cut: CutCells) -> str | None:
    if value is None:
        return None
    text = str(value).encode("utf-16-le", "surrogatepass")
    if len(text) > 2 * LONGEST_CELL:
        cut.count += 1
        text = text[: 2 * LONGEST_CELL]
        if 0xD8 <= text[-1] <= 0xDB:  # half a character
            text = text[:-2]
    return text.decode("utf-16-le", "replace") or None


def _tell_trouble(error: BaseException) -> None:
    """Raises what the library says in ways of its own: errors without a number, and, for its temporary file, panics."""
    is_panic = type(error).__name__ == "PanicException"  # of pyo3_runtime, which cannot be imported
    said = _SYSTEM_ERROR.search(str(error))
    if said is None or not (is_panic or isinstance(error, (OSError, RuntimeError))):
        return
    if is_panic or "Temporary file" in str(error):
        raise file_error(Path(tempfile.gettempdir()), OSError(int(said[1]), os.strerror(int(said[1])))) from error
    raise OSError(int(said[1]), os.strerror(int(said[1]))) from error
