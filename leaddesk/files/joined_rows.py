"""Rows of a CSV file that nobody needs to take apart yet, told from each other by a few steps over a whole block.

A million rows have thirty million cells, and most of what reading them costs is a Python object for each.
"""

from __future__ import annotations

from collections.abc import Sequence
from operator import itemgetter
from typing import overload

from leaddesk.domain.import_rows import SEPARATOR

_CELL, _ROW, _QUOTE = SEPARATOR.encode(), b"\x1e", b"\x1d"
"""Stand for what is between cells, what is between rows, and a quote that is a part of a cell."""
_CUT = b"\0"
_ALL_BUT_MARKS = bytes(byte for byte in range(256) if byte not in _CELL + _ROW)
_FIRST, _LAST = itemgetter(0), itemgetter(-1)


class JoinedRows(Sequence[list[str]]):
    """Rows of one width that are taken apart when they are asked for."""

    def __init__(self, text: bytes, width: int, count: int) -> None:
        self.text = text
        """All cells, row after row, as UTF-8 with ``SEPARATOR`` between them."""
        self.width = width
        """Cells in a row."""
        self._count = count

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> list[str]: ...
    @overload
    def __getitem__(self, at: slice) -> list[list[str]]: ...
    def __getitem__(self, at: int | slice) -> list[str] | list[list[str]]:
        cells = self.text.decode().split(SEPARATOR)
        rows = [cells[start : start + self.width] for start in range(0, len(cells), self.width)]
        return rows[at]


def joined_rows(text: str, delimiter: str) -> JoinedRows | None:
    """The rows in ``text``, which are whole lines; None where ``csv`` might see others in it, or they differ in width.

    Rows of one cell are left to ``csv`` as well: some of them are none.
    """
    data = text.encode()
    is_odd = any(mark in data for mark in (_CELL, _ROW, _QUOTE, _CUT)) or data.count(b"\r") != data.count(b"\r\n")
    if is_odd or not data.endswith(b"\n") or not delimiter.isascii():
        return None
    edges = {*b"\r\n", *_QUOTE, ord(delimiter)}
    pieces = (b"\n" + data).split(b'"')
    # Every other piece stands between quotes. Two quotes with nothing between them mean one.
    outside = [piece or _QUOTE for piece in pieces[::2]]
    touching = {*map(_FIRST, outside[1:]), *map(_LAST, outside[:-1])}
    if len(pieces) % 2 == 0 or not touching <= edges:
        return None
    marks = bytes.maketrans(delimiter.encode() + b"\n", _CELL + _ROW)
    pieces[::2] = _CUT.join(outside).translate(marks, b"\r").split(_CUT)
    marked = b"".join(pieces)[1:].replace(_QUOTE, b'"')
    skeleton = marked.translate(None, _ALL_BUT_MARKS)
    width = skeleton.index(_ROW) + 1
    count = len(skeleton) // width
    if width == 1 or skeleton != (_CELL * (width - 1) + _ROW) * count:
        return None
    return JoinedRows(marked[:-1].replace(_ROW, _CELL), width, count)
