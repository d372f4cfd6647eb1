"""The rows of a spreadsheet as text: what its cells say, never what a formula would reckon anew.

A formula's value is the one that was kept when the file was saved; an error such as ``#N/A`` is empty. Whole numbers
have no point, dates are in ISO form, yes and no are TRUE and FALSE.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from leaddesk.domain.errors import FileUnreadable
from leaddesk.domain.imports import Reject
from leaddesk.files.file_rows import LARGEST_CELL, BadRow, FileRows, Rows
from leaddesk.files.xlsx_parts import XlsxParts

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

_ROWS = 1000
"""At once."""
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_WHOLE = 1e21
_MOST_ABOVE = 100_000_000
"""Empty cells that are passed over in a quarter of a second."""
_SHOWN = 100


def read_xlsx(parts: XlsxParts, path: Path, sheet: str) -> FileRows:
    """All rows of ``sheet`` that have a value. Raises FileUnreadable."""
    import python_calamine  # noqa: PLC0415 - the window does not wait for it

    number, line = 1, 1
    for workbook, done in parts.slices(sheet):
        try:
            table = python_calamine.CalamineWorkbook.from_filelike(workbook).get_sheet_by_name(sheet)
            start = table.start
            if start is None:
                continue
            line, indent = start[0] + 1, [""] * start[1]
            rows: list[list[str]] = []
            for cells in _rows_of(table):
                row = indent + [cell if type(cell) is str else _text(cell) for cell in cells]
                whole = "".join(row)
                if "_x" in whole or "\0" in whole:
                    row = [_plain(cell) for cell in row]
                if len(whole) > LARGEST_CELL and any(map(_is_too_large, row)):
                    if rows:
                        yield Rows(number, rows, done)
                    number += len(rows)
                    rows = []
                    yield BadRow(number, line, Reject.TOO_LARGE, [_shown(cell) for cell in row])
                    number += 1
                elif whole:
                    rows.append(row)
                line += 1
                if len(rows) == _ROWS:
                    yield Rows(number, rows, done)
                    number += len(rows)
                    rows = []
            if rows:
                yield Rows(number, rows, done)
                number += len(rows)
        except (python_calamine.CalamineError, OSError, ValueError) as error:
            raise FileUnreadable(path, "damaged") from error


def _rows_of(table: CalamineSheet) -> Iterator[list[Any]]:
    """From the first row with a value. ``iter_rows`` gives the empty ones above it too, which may take for ever."""
    above, _ = table.start or (0, 0)
    if above * table.width > _MOST_ABOVE:
        return iter(table.to_python(skip_empty_area=True))
    return islice(table.iter_rows(), above, None)


def _is_too_large(cell: str) -> bool:
    return len(cell) > LARGEST_CELL


def _shown(cell: str) -> str:
    return f"{cell[:_SHOWN]}…" if _is_too_large(cell) else cell


def _plain(cell: str) -> str:
    """Without the escapes for characters that XML has none for (ECMA-376, Part 1, 22.9.2.19)."""
    plain = _ESCAPED.sub(lambda found: chr(int(found[1], 16)), cell).replace("\0", "\ufffd")
    return plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _text(cell: object) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < _WHOLE else format(cell, ".15g")
    if isinstance(cell, datetime.datetime):
        is_day = cell.time() == datetime.time()
        return cell.date().isoformat() if is_day else cell.isoformat(" ", "seconds")
    if isinstance(cell, datetime.date | datetime.time):
        return cell.isoformat()
    return str(cell)
