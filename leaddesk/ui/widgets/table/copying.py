"""Rows as a table on the clipboard: tab-separated text, and HTML for programs that take formats along.

A copy is exact. Cells that a spreadsheet would run as a formula are left as they are: whoever wants them disarmed
exports "spreadsheet-safe". The HTML marks cells as text, so that spreadsheets which read it keep the zeros of ``02139``
and run nothing.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from PySide6.QtCore import QMimeData

from leaddesk.domain.records import Row, Value
from leaddesk.domain.table import RowSource

_CHUNK = 128
_ASIDE = 0.001
HTML_UP_TO = 10_000
"""Rows. HTML is three times as large and is read by nobody beyond such a size."""


@dataclass(frozen=True)
class Copied:
    """What goes to the clipboard."""

    rows: int
    text: str
    html: str
    """Empty for more than HTML_UP_TO rows."""

    def as_mime(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.text)
        if self.html:
            data.setHtml(self.html)
        return data


def copy_rows(source: RowSource, numbers: Sequence[int], names: Sequence[str], titles: Sequence[str]) -> Copied:
    """The columns ``names`` of these rows, under ``titles``. May take long; steps aside in a worker thread.

    Names that the source lacks are empty columns.
    """
    at = {column.name: place for place, column in enumerate(source.columns)}
    places = [at.get(name) for name in names]
    with_html = len(numbers) <= HTML_UP_TO
    lines, html = [_line(titles)], [_HTML_START, _html_row(titles, "th")]
    for rows in _in_turns(source.chunks(numbers, _CHUNK)):
        for row in rows:
            cells = [None if place is None else row[place] for place in places]
            lines.append(_line(cells))
            if with_html:
                html.append(_html_row(cells, "td"))
    html.append("</table>")
    return Copied(len(numbers), "".join(lines), "".join(html) if with_html else "")


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


_HTML_START = (
    """<meta charset="utf-8"><style>td{mso-number-format:"\\@"}td.n{mso-number-format:General}</style><table>"""
)


def _html_row(cells: Iterable[Value], tag: str) -> str:
    return f"<tr>{''.join([_html_cell(cell, tag) for cell in cells])}</tr>"


def _html_cell(cell: Value, tag: str) -> str:
    if isinstance(cell, int | float):
        return f"<{tag} class=n>{cell}</{tag}>"
    return f"<{tag}>{escape(_exactly(cell)).replace(chr(10), '<br>')}</{tag}>"


def _in_turns(chunks: Iterator[Sequence[Row]]) -> Iterator[Sequence[Row]]:
    """The window has a turn after each chunk, unless this is its own thread."""
    aside = threading.current_thread() is not threading.main_thread()
    for chunk in chunks:
        yield chunk
        if aside:
            time.sleep(_ASIDE)
