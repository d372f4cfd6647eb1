"""Rows as a table on the clipboard: tab-separated text, and HTML for programs that take formats along.

A copy is exact. Cells that a spreadsheet would run as a formula are left as they are: whoever wants them disarmed
exports "spreadsheet-safe". The HTML marks cells as text, so that spreadsheets which read it keep the zeros of ``02139``
and run nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QByteArray, QMimeData
from PySide6.QtGui import QGuiApplication

from leaddesk.domain.records import Value
from leaddesk.domain.table import RowSource
from leaddesk.domain.turns import step_aside

_CHUNK = 128
HTML_UP_TO = 10_000
"""Rows. HTML is three times as large and is read by nobody beyond such a size."""


@dataclass(frozen=True)
class Copied:
    """What goes to the clipboard."""

    rows: int
    text: QByteArray
    """UTF-8; half a surrogate pair, which is no letter, is a question mark.

    Qt's bytes, made in the worker thread: tens of megabytes made into Qt's text here would hold up the window.
    """
    html: str
    """Empty for more than HTML_UP_TO rows."""

    def to_clipboard(self) -> None:
        data = QMimeData()
        data.setData("text/plain", self.text)
        if self.html:
            data.setHtml(self.html)
        QGuiApplication.clipboard().setMimeData(data)


def copy_rows(source: RowSource, numbers: Sequence[int], names: Sequence[str], titles: Sequence[str]) -> Copied:
    """The columns ``names`` of these rows, under ``titles``. May take long; steps aside in a worker thread.

    Names that the source lacks are empty columns.
    """
    at = {column.name: place for place, column in enumerate(source.columns)}
    places = [at.get(name) for name in names]
    with_html = len(numbers) <= HTML_UP_TO
    text, html = QByteArray(_encoded(_line(titles))), [_HTML_START, _html_row(titles, "th")]
    for rows in source.chunks(numbers, _CHUNK):
        cells = [[None if place is None else row[place] for place in places] for row in rows]
        text.append(_encoded("".join([_line(row) for row in cells])))
        if with_html:
            html.extend([_html_row(row, "td") for row in cells])
        step_aside()
    html.append("</table>")
    return Copied(len(numbers), text, "".join(html) if with_html else "")


def _encoded(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _exactly(value: Value) -> str:
    """A value as text, nothing rounded or grouped; empty for no value."""
    return "" if value is None else str(value)


def _line(cells: Iterable[Value]) -> str:
    return "\t".join([_quoted(_exactly(cell)) for cell in cells]) + "\n"


def _quoted(text: str) -> str:
    """As Excel and LibreOffice write it: in quotation marks only if it would otherwise be read as something else."""
    if text.startswith('"') or any(mark in text for mark in "\t\n\r"):
        return '"' + text.replace('"', '""') + '"'
    return text


_ESCAPED = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;", "\n": "<br>"})
"""Python's ``html`` takes several frames to load."""
_HTML_START = (
    """<meta charset="utf-8"><style>td{mso-number-format:"\\@"}td.n{mso-number-format:General}</style><table>"""
)


def _html_row(cells: Iterable[Value], tag: str) -> str:
    return f"<tr>{''.join([_html_cell(cell, tag) for cell in cells])}</tr>"


def _html_cell(cell: Value, tag: str) -> str:
    if isinstance(cell, int | float):
        return f"<{tag} class=n>{cell}</{tag}>"
    return f"<{tag}>{_exactly(cell).translate(_ESCAPED)}</{tag}>"
