"""The same lines as ``csv_cells.csv_lines``, out of cells that the database has joined already.

Most columns of most tables hold nothing that CSV needs quotes for. Neighbours of that kind are read as one text each
row, which costs a fraction of reading every cell; a column in which something was found stands alone from then on.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from leaddesk.domain.exports import CsvKind
from leaddesk.domain.records import Value
from leaddesk.files.csv_cells import cells_of_column, csv_lines, needs_nothing

JOINED_BY = "\x1f"
"""Stands between the cells of a group."""


class JoinedCsv:
    """For a table of at least two columns."""

    def __init__(self, kind: CsvKind, columns: int) -> None:
        self._kind, self._columns = kind, columns
        self._alone: set[int] = set()
        self.groups: Sequence[Sequence[int]] = [range(columns)]
        """Which columns are to be read as one cell, joined by ``JOINED_BY``; an empty cell is an empty text."""

    def lines(self, rows: Sequence[Sequence[Value]]) -> bytes | None:
        """These rows, read by ``groups``, as ``csv_lines``; ``groups`` may be others afterwards.

        None: they cannot be told apart. They are to be read again, by the ``groups`` that stand there then.
        """
        if not rows:
            return b""
        if len(self.groups) == self._columns:
            return csv_lines(self._kind, rows)
        written: list[Sequence[str]] = []
        for group, cells in zip(self.groups, zip(*rows, strict=True), strict=True):
            if len(group) == 1:
                if any("\0" in cell for cell in cells if isinstance(cell, str)):
                    self._give_up()
                    return None
                written.append(cells_of_column(self._kind, cells))
                continue
            joined = [str(cell) for cell in cells]
            text = "\0".join(joined)
            if text.count("\0") != len(rows) - 1 or text.count(JOINED_BY) != len(rows) * (len(group) - 1):
                self._give_up()
                return None
            if needs_nothing(self._kind, text.replace(JOINED_BY, "\0")):
                written.append(text.replace(JOINED_BY, ",").split("\0"))
            else:
                written += self._apart(group, joined)
        self.groups = [
            list(group)
            for key, members in groupby(range(self._columns), lambda number: number in self._alone)
            for group in ([[number] for number in members] if key else [list(members)])
        ]
        try:
            return ("\r\n".join(map(",".join, zip(*written, strict=True))) + "\r\n").encode()
        except UnicodeEncodeError:  # half a character
            self._give_up()
            return None

    def _apart(self, group: Sequence[int], joined: Sequence[str]) -> list[Sequence[str]]:
        columns = list(zip(*(cell.split(JOINED_BY) for cell in joined), strict=True))
        for number, column in zip(group, columns, strict=True):
            if not needs_nothing(self._kind, "\0".join(column)):
                self._alone.add(number)
        return [cells_of_column(self._kind, column) for column in columns]

    def _give_up(self) -> None:
        self._alone = set(range(self._columns))
        self.groups = [[number] for number in range(self._columns)]
