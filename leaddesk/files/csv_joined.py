"""The same lines as ``csv_cells.csv_lines``, out of cells that the database has joined already.

Most columns of most tables hold nothing that CSV needs quotes for. Neighbours of that kind are read as one text each
row, with commas in between: that costs a fraction of reading every cell. A column in which something was found stands
alone from then on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from leaddesk.domain.exports import CsvKind
from leaddesk.files.csv_cells import cells_of_column, csv_lines, needs_nothing

JOINED_BY = ","
"""Stands between the cells of a group."""


class JoinedCsv:
    """For a table of at least two columns."""

    def __init__(self, kind: CsvKind, columns: int) -> None:
        self._kind, self._columns = kind, columns
        self._alone: set[int] = set()
        self.groups: Sequence[Sequence[int]] = [range(columns)]
        """Which columns are to be read as one cell, joined by ``JOINED_BY``; an empty cell is an empty text."""

    def lines(self, rows: Sequence[Sequence[str]]) -> bytes | None:
        """These rows, read by ``groups``, as ``csv_lines``; ``groups`` may be others afterwards.

        None: more than commas is needed. They are to be read again, by the ``groups`` that stand there then.
        """
        if not rows:
            return b""
        columns = list(zip(*rows, strict=True))
        if len(columns) == self._columns:
            self._regroup(columns)
            return csv_lines(self._kind, rows)
        written: list[Sequence[str]] = []
        for group, cells in zip(self.groups, columns, strict=True):
            text = "\0".join(cells)
            is_plain = len(group) == 1 or needs_nothing(self._kind, text, JOINED_BY, len(rows) * (len(group) - 1))
            if text.count("\0") >= len(rows) or not is_plain:
                self.groups = [[number] for number in range(self._columns)]
                return None
            written.append(cells if len(group) > 1 else cells_of_column(self._kind, cells))
        return ("\r\n".join(map(",".join, zip(*written, strict=True))) + "\r\n").encode()

    def _regroup(self, columns: Sequence[Sequence[str]]) -> None:
        for number, cells in enumerate(columns):
            text = "\0".join(cells)
            if text.count("\0") >= len(cells) or not needs_nothing(self._kind, text):
                self._alone.add(number)
        self.groups = [
            group
            for is_alone, members in groupby(range(self._columns), self._alone.__contains__)
            for group in ([[number] for number in members] if is_alone else [list(members)])
        ]
