"""One cell, and one block of rows, as CSV text.

CRM import follows RFC 4180: every value exactly as it is, quotes only where the format needs them. Two things cannot be
written exactly, because no reader takes them: a NUL and half a character (a lone surrogate) become U+FFFD.

Spreadsheet-safe follows OWASP's "CSV Injection": a cell is **neutralised** with one apostrophe in front if it

- begins with ``=``, ``+``, ``-`` or ``@``, also in full width (``＝``, ``＋``, ``－``, ``＠``), also behind white
  space and quotation marks, which some readers drop; or
- begins with a tab or a line break, also behind spaces and quotation marks;

but is **left alone** if the whole of it, apart from spaces around it, is

- a number: an optional sign, digits (in groups of three or not), an optional fraction with point or comma, an optional
  exponent or per cent sign: ``-12.5``, ``+3``, ``-1,200.50``, ``-1.200,50``, ``-5%``, ``-1e-7``; or
- an international phone number: ``+``, 7 to 15 digits (E.164), between two of them at most three brackets, slashes,
  points, hyphens or spaces, and an optional extension: ``+49 30 901820``, ``+1 (555) 010-9999 ext. 4``.

Neither holds anything that could be run but digits. Taking one apostrophe away from every cell whose rest would be
neutralised gives back the exact values. Cells with a semicolon or a tab are quoted as well, because a spreadsheet that
is set to split there honours quotes only at the beginning of a cell.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from leaddesk.domain.exports import CsvKind
from leaddesk.domain.records import Value

_TRIGGERS = "=+-@\t\r\n＝＋－＠"
_DANGER = (
    r"(?=[\s'\"\ufeff\u200b]*[=+\-@\t\r\n＝＋－＠])"
    r"(?![ ]*(?i:"
    r"[+-]?(?=[.,]?[0-9])(?:[0-9]{1,3}(?:[,.'\u00a0\u202f ][0-9]{3})+|[0-9]*)(?:[.,][0-9]+)?(?:e[+-]?[0-9]{1,3})?[ ]?%?"
    r"|\+\(?[0-9](?:[ ./()\u00a0-]{0,3}[0-9]){6,14}(?:[ ]?(?:ext\.?|x|\#)[ ]?[0-9]{1,6})?"
    r")[ ]*(?:\0|\Z))"
)
"""What the module's text calls neutralised, unless left alone, at the beginning of a cell; NUL or the end closes it."""

_is_dangerous = re.compile(_DANGER).match
_holds_danger = re.compile(f"\0{_DANGER}").search


def csv_lines(kind: CsvKind, rows: Sequence[Sequence[Value]]) -> bytes:
    """The rows as UTF-8 lines, each ended by CRLF. Every row has the same number of cells, at least one.

    The work is done column by column, so that Python runs no line of ours for a cell that needs nothing; it is meant
    for some hundred rows at once, because nothing else runs meanwhile.
    """
    if not rows:
        return b""
    try:
        text = _joined(kind, rows)
        if "\0" not in text:
            return text.encode()
    except UnicodeEncodeError:
        pass
    return _joined(kind, [[_whole(value) for value in row] for row in rows]).encode()


def read_back(kind: CsvKind, row: Sequence[Value]) -> list[str]:
    """What a reader of the file finds in the row's cells."""
    cells = [_text(_whole(value)) for value in row]
    return [_neutral(cell) for cell in cells] if kind is CsvKind.SPREADSHEET_SAFE else cells


def needs_nothing(kind: CsvKind, cells: str, apart: str = "", commas: int = 0) -> bool:
    """Whether none of ``cells``, a NUL or ``apart`` between two of them, has to be neutralised or quoted.

    ``commas``: how many there are because they stand between two cells.
    """
    if _any_in('"\r\n', cells) or cells.count(",") != commas:
        return False
    if kind is CsvKind.SPREADSHEET_SAFE:
        return not _any_in(";\t", cells) and not _holds_danger("\0" + cells.replace(apart or "\0", "\0"))
    return True


def _joined(kind: CsvKind, rows: Sequence[Sequence[Value]]) -> str:
    columns = [cells_of_column(kind, column) for column in zip(*rows, strict=True)]
    if len(columns) == 1:  # an empty line would be read as no row at all
        columns = [[cell or '""' for cell in columns[0]]]
    return "\r\n".join(map(",".join, zip(*columns, strict=True))) + "\r\n"


def cells_of_column(kind: CsvKind, column: Sequence[Value]) -> Sequence[str]:
    """The cells of one column, neutralised and quoted where they need it; most need neither. None has a NUL."""
    cells, text = _texts(column)
    safe = kind is CsvKind.SPREADSHEET_SAFE
    if safe and _any_in(_TRIGGERS, text) and _holds_danger(text):
        cells = [_neutral(cell) for cell in cells]
    if _any_in('",\r\n;\t' if safe else '",\r\n', text):
        cells = [
            '"' + cell.replace('"', '""') + '"'
            if "," in cell or '"' in cell or "\n" in cell or "\r" in cell or (safe and (";" in cell or "\t" in cell))
            else cell
            for cell in cells
        ]
    return cells


def _texts(column: Sequence[Value]) -> tuple[Sequence[str], str]:
    """The cells as text, and all of them in one text with a NUL before each."""
    try:
        return column, "\0" + "\0".join(column)  # type: ignore[return-value,arg-type]  # a TypeError tells
    except TypeError:
        cells = [value if type(value) is str else _text(value) for value in column]
        return cells, "\0" + "\0".join(cells)


def _text(value: Value) -> str:
    return "" if value is None else str(value)


def _neutral(cell: str) -> str:
    return "'" + cell if _is_dangerous(cell) else cell


def _whole(value: Value) -> Value:
    if not isinstance(value, str):
        return value
    return value.replace("\0", "\ufffd").encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def _any_in(characters: str, text: str) -> bool:
    return any(map(text.__contains__, characters))
