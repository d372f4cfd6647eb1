"""From the cells of a file's rows to rows of ``leads``; as ``import_rows.values_of`` reads them, but many at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING

from leaddesk.domain.import_rows import values_of
from leaddesk.domain.imports import Mapping
from leaddesk.workspace.leads.columns import FIELDS, MORE, cells_of, more_of

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.leads.adding import Adding

Row = Sequence[str]


class FileCells:
    """Knows where in a row what stands. No row may be shorter than the columns of the mapping."""

    def __init__(self, mapping: Mapping, adding: Adding) -> None:
        self._mapping, self._adding = mapping, adding
        columns = mapping.columns
        self._width = len(columns)
        self._places = [place for place, column in enumerate(columns) if column in FIELDS]
        self._custom = [(place, column) for place, column in enumerate(columns) if column and column not in FIELDS]
        fields = [str(columns[place]) for place in self._places]
        self._is_plain = bool(fields) and len({*fields}) == len(fields)
        """Each field stands in one column; of several, the last one with a value counts."""
        self._pick: Callable[[Row], Sequence[str]] | None = None
        """Where not all cells of a row are taken for fields."""
        if len(self._places) == 1:
            self._pick = itemgetter(slice(self._places[0], self._places[0] + 1))
        elif 1 < len(self._places) < self._width:
            self._pick = itemgetter(*self._places)
        self._insertion = adding.insertion_of([*fields, MORE] if self._custom else fields)

    def of(self, column: str, rows: Sequence[Row]) -> list[str] | None:
        """What the rows say in ``column``; None where the file does not have it."""
        columns = self._mapping.columns
        if column not in columns:
            return None
        if not self._is_plain:
            return [values_of(row, self._mapping).get(column, "") for row in rows]
        place = columns.index(column)
        return [row[place] for row in rows]

    def insert(
        self, connection: apsw.Connection, first: int, which: Sequence[int], numbers: Sequence[int], rows: Sequence[Row]
    ) -> None:
        """Insert those of ``rows`` as leads, from the id ``first`` on, with the numbers that they have in the file."""
        usual = which
        if not self._is_plain or max(map(len, rows), default=0) > self._width:
            usual = [at for at in which if self._is_plain and len(rows[at]) == self._width]
            others = set(which).difference(usual)
            connection.executemany(
                self._adding.insertion,
                [(first + at, numbers[at], *cells_of(values_of(rows[at], self._mapping))) for at in sorted(others)],
            )
        if not usual:
            return
        picked = [self._pick(rows[at]) for at in usual] if self._pick else [rows[at] for at in usual]
        told = [
            [first + at, numbers[at], *[cell if cell and not cell.isspace() else None for cell in cells]]
            for at, cells in zip(usual, picked, strict=True)
        ]
        if self._custom:
            for at, cells in zip(usual, told, strict=True):
                cells.append(self._more(rows[at]))
        connection.executemany(self._insertion, told)

    def _more(self, row: Row) -> str | None:
        return more_of({column: cell for place, column in self._custom if (cell := row[place]) and not cell.isspace()})
