"""The cells of some rows of a file, column by column: of rows that were taken apart, and of rows that were not.

A million rows have thirty million cells, and making a Python object of each takes longer than writing them.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import TYPE_CHECKING

import numpy as np

from leaddesk.domain.import_rows import SEPARATOR

if TYPE_CHECKING:
    import numpy.typing as npt

_MARK = SEPARATOR.encode()


class ListedCells:
    """Of rows that were taken apart, all of one width; white space at the edges of a cell is no part of it."""

    text, width = b"", 0

    def __init__(self, rows: Sequence[Sequence[str]]) -> None:
        self.count = len(rows)
        self._columns = [[cell.strip() for cell in column] for column in zip(*rows, strict=True)]

    def column(self, place: int) -> list[str]:
        """One cell of each row."""
        return self._columns[place]

    def has_gaps(self, place: int) -> bool:
        """Whether a cell of a column is empty."""
        return "" in self._columns[place]

    def told(self, place: int) -> list[str | None] | None:
        """One cell of each row, None for an empty one; None where all are."""
        column = self._columns[place]
        return [cell or None for cell in column] if any(column) else None


def _blanks() -> tuple[npt.NDArray[np.bool_], npt.NDArray[np.bool_]]:
    """By two bytes of UTF-8, whether white space begins with them, and whether it ends with them."""
    begins, ends = np.zeros((256, 256), bool), np.zeros((256, 256), bool)
    for space in filter(str.isspace, map(chr, range(0x10000))):
        data = space.encode()
        begins[data[0], data[1] if len(data) > 1 else slice(None)] = True
        ends[data[-2] if len(data) > 1 else slice(None), data[-1]] = True
    begins[_MARK[0]] = ends[:, _MARK[0]] = False  # stands beside an empty cell
    return begins, ends


_BEGINS_BLANK, _ENDS_BLANK = _blanks()


class JoinedCells:
    """Of rows of one width that come as UTF-8, row after row, with ``SEPARATOR`` between all cells."""

    def __init__(self, text: bytes, width: int) -> None:
        """``text``: at least one row."""
        self.text, self.width = text, width
        """All cells, row after row, and how many a row has."""
        self._data = np.frombuffer(_MARK + text + 2 * _MARK, np.uint8)
        marks = np.flatnonzero(self._data[:-1] == _MARK[0])
        self._starts, self._ends = marks[:-1] + 1, marks[1:]
        self.is_filled = (self._starts < self._ends).reshape(-1, width)
        """For each row, for each of its cells."""
        self.count = len(self.is_filled)
        self._filled: list[int] = self.is_filled.sum(axis=0).tolist()

    def without(self, gone: Container[int]) -> JoinedCells:
        """The other rows; this where there is no other."""
        kept = [self._joined(at) for at in range(self.count) if at not in gone]
        return JoinedCells(_MARK.join(kept), self.width) if kept else self

    def has_blank_edges(self) -> bool:
        """Whether white space stands at an edge of a cell, as far as two bytes tell: rather once too often."""
        data, starts, ends = self._data, self._starts, self._ends
        begins, ends_ = _BEGINS_BLANK[data[starts], data[starts + 1]], _ENDS_BLANK[data[ends - 2], data[ends - 1]]
        return bool(begins.any() or ends_.any())

    def rows(self) -> list[list[str]]:
        """All cells of each row."""
        cells, width = self.text.decode().split(SEPARATOR), self.width
        return [cells[start : start + width] for start in range(0, len(cells), width)]

    def row(self, at: int) -> list[str]:
        """All cells of one row."""
        return self._joined(at).decode().split(SEPARATOR)

    def _joined(self, at: int) -> bytes:
        first = at * self.width
        return self.text[self._starts[first] - 1 : self._ends[first + self.width - 1] - 1]

    def column(self, place: int) -> list[str]:
        """As ``ListedCells.column``."""
        starts, ends = ((edges[place :: self.width] - 1).tolist() for edges in (self._starts, self._ends))
        cells = [self.text[start:end] for start, end in zip(starts, ends, strict=True)]
        return _MARK.join(cells).decode().split(SEPARATOR)

    def has_gaps(self, place: int) -> bool:
        """As ``ListedCells.has_gaps``."""
        return self._filled[place] < self.count

    def told(self, place: int) -> tuple[int, bool] | None:
        """Where in a row of ``text`` the cells are, and whether some are empty; None where all are."""
        return (place, self.has_gaps(place)) if self._filled[place] else None
