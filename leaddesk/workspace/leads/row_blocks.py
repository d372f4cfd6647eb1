"""From the rows of a file, block by block, to what the database wants: cells of ``leads``, and the keys of marks.

It asks no database, so that a second process can do it while the first one writes.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Mapping, Sequence
from itertools import repeat
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leaddesk.domain import identity
from leaddesk.domain.identity import CONTENTS, NAME_PARTS, contents, full_name, with_full_name
from leaddesk.domain.import_rows import SEPARATOR, judge_for, telling_places, values_of
from leaddesk.domain.imports import Mapping as Columns
from leaddesk.domain.imports import Reject
from leaddesk.domain.leads import Field
from leaddesk.domain.many_marks import MARKED, folded_all
from leaddesk.workspace.leads.cell_columns import JoinedCells, ListedCells
from leaddesk.workspace.leads.columns import FIELDS, MORE, more_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Keys = npt.NDArray[np.int64]

Row = Sequence[str]
Cells = Sequence[str | None]
"""Of one row, or of one column."""

_NAME = Field.NAME.value
_LINE_BREAK = 10


class Table(NamedTuple):
    """The cells of some rows, column by column; nothing is blank."""

    columns: Sequence[Cells | tuple[int, bool] | None]
    """In the order of ``RowBlocks.columns``: all cells of each, or which cell of each row in ``text`` it is and whether
    some of them are empty; None for a column without a value."""
    text: bytes = b""
    """``JoinedCells.text``."""
    width: int = 0
    """Cells of a row in ``text``."""

    def apart(self) -> list[Cells | None]:
        """All cells of each column; None for one without a value."""
        cells = self.text.decode().split(SEPARATOR)

        def found(place: int, has_gaps: bool) -> Cells:
            column = cells[place :: self.width]
            return [cell or None for cell in column] if has_gaps else column

        return [found(*column) if isinstance(column, tuple) else column for column in self.columns]


class RowBlock(NamedTuple):
    """Rows that stand one behind the other, as far as they are taken."""

    total: int
    """How many there were with those that are not taken."""
    numbers: Sequence[int]
    table: Table
    keys: Keys
    """``identity.keys`` of all rows, those of one kind in the order of the rows."""
    owners: Keys
    """For each key the place of its row."""
    refused: Sequence[tuple[int, Row, Reject]]
    """The others: number, cells of the file, and why."""
    given: Sequence[Row] = ()
    """The cells of the file of all rows that are taken, where they are wanted."""


class RowBlocks:
    """Knows where in a row of the file what stands."""

    def __init__(self, mapping: Columns, *, keeps_given: bool) -> None:
        self._mapping, self._judge, self._telling = mapping, judge_for(mapping), telling_places(mapping)
        self._keeps_given = keeps_given
        columns = mapping.columns
        self._width = len(columns)
        self._custom = [(column, place) for place, column in enumerate(columns) if column and column not in FIELDS]
        fields = [(column, place) for place, column in enumerate(columns) if column and column in FIELDS]
        self._places = dict(fields)
        self._is_plain = bool(fields) and len(self._places) == len(fields)
        """Each field stands in one column; of several, the last one with a value counts."""
        self._adds_names = {NAME_PARTS[0], NAME_PARTS[-1]} <= self._places.keys()
        self.columns = (*dict.fromkeys([*self._places, *([_NAME] if self._adds_names else [])]), MORE)
        """SQL columns of ``leads``."""

    def block(self, first: int, given: Sequence[Row]) -> RowBlock:
        """``given``: rows as they stand in the file, shorter or longer than the mapping, from number ``first`` on."""
        total, rows = len(given), given
        if min(map(len, given), default=self._width) < self._width:
            rows = [row if len(row) >= self._width else [*row, *repeat("", self._width - len(row))] for row in given]
        verdicts = [self._judge(row) for row in rows]
        numbers: Sequence[int] = range(first, first + total)
        refused: list[tuple[int, Row, Reject]] = []
        if any(verdicts):
            judged = zip(numbers, given, verdicts, strict=True)
            refused = [(number, row, verdict) for number, row, verdict in judged if verdict]
            numbers = [number for number, verdict in zip(numbers, verdicts, strict=True) if not verdict]
            rows, given = ([of_all[number - first] for number in numbers] for of_all in (rows, given))
        if self._is_plain and rows and max(map(len, rows)) <= self._width:
            table, marked = self._told(ListedCells(rows))
        else:
            table, marked = self._told_one_by_one(rows)
        keys = self._keys(len(rows), table, marked)
        return RowBlock(total, numbers, table, *keys, refused, given if self._keeps_given else ())

    def joined_block(self, first: int, text: bytes, width: int) -> RowBlock:
        """As ``block``, for rows as ``JoinedCells`` takes them."""
        cells = JoinedCells(text, width)
        if self._keeps_given or not self._is_plain or width != self._width or cells.has_blank_edges():
            return self.block(first, cells.rows())
        total = cells.count
        numbers: Sequence[int] = range(first, first + total)
        doubtful = np.flatnonzero(~cells.is_filled[:, self._telling].any(axis=1)).tolist()
        judged = [(at, row, self._judge(row)) for at in doubtful for row in [cells.row(at)]]
        refused = [(first + at, row, verdict) for at, row, verdict in judged if verdict]
        if refused:
            gone = {number - first for number, _, _ in refused}
            numbers = [number for number in numbers if number - first not in gone]
            cells = cells.without(gone)
        table, marked = self._told(cells) if numbers else self._told_one_by_one([])
        return RowBlock(total, numbers, table, *self._keys(len(numbers), table, marked), refused)

    def _told(self, cells: ListedCells | JoinedCells) -> tuple[Table, Mapping[str, Sequence[str]]]:
        """The cells of My Leads, and those with marks in them, by their kinds; each field stands in one column."""
        columns: dict[str, Cells | tuple[int, bool] | None] = {
            column: cells.told(place) for column, place in self._places.items()
        }
        if self._adds_names and (_NAME not in columns or cells.has_gaps(self._places[_NAME])):
            columns[_NAME] = self._names(cells)
        columns[MORE] = self._mores(cells) if self._custom else None
        fields = {kind: field.value for kind, field in MARKED.items()}
        marked = {kind: cells.column(self._places[field]) for kind, field in fields.items() if columns.get(field)}
        return Table([columns[column] for column in self.columns], cells.text, cells.width), marked

    def _told_one_by_one(self, rows: Sequence[Row]) -> tuple[Table, Mapping[str, Sequence[str]]]:
        found = [with_full_name(values_of(row, self._mapping)) for row in rows]
        columns = [[values.get(column) for values in found] for column in self.columns[:-1]]
        marked = {kind: [values.get(field.value, "") for values in found] for kind, field in MARKED.items()}
        return Table([*columns, [more_of(values) for values in found]]), marked

    def _names(self, cells: ListedCells | JoinedCells) -> Cells:
        """Full names, out of their parts where they are missing."""
        names, *parts = (
            cells.column(self._places[column]) if column in self._places else repeat("", cells.count)
            for column in (_NAME, *NAME_PARTS)
        )
        return [name or full_name(*given) or None for name, *given in zip(names, *parts, strict=True)]

    def _mores(self, cells: ListedCells | JoinedCells) -> Cells:
        names = [column for column, _ in self._custom]
        rows = zip(*(cells.column(place) for _, place in self._custom), strict=True)
        return [more_of(dict(zip(names, row, strict=True))) for row in rows]

    def _keys(self, count: int, table: Table, marked: Mapping[str, Sequence[str]]) -> tuple[Keys, Keys]:
        keys, owners = [np.zeros(0, np.int64)], array("q")
        for kind, cells in marked.items():
            folded = folded_all(kind, cells)
            owners.extend([at for at, mark in enumerate(folded) if mark])
            keys.append(keys_of(kind, [mark for mark in folded if mark]))
        is_unmarked = np.ones(count, bool)
        is_unmarked[np.array(owners, np.int64)] = False
        if is_unmarked.any():
            unmarked, columns = np.flatnonzero(is_unmarked).tolist(), table.apart()
            owners.extend(unmarked)
            keys.append(keys_of(CONTENTS, [contents(values_at(self.columns, columns, at)) for at in unmarked]))
        return np.concatenate(keys), np.array(owners, np.int64)


def packed(block: RowBlock) -> tuple[Any, ...]:
    """``block`` for another process, of plain objects."""
    numbers = block.numbers
    return (
        block.total,
        (numbers.start, numbers.stop) if isinstance(numbers, range) else numbers,
        tuple(block.table),
        block.keys.tobytes(),
        block.owners.tobytes(),
        [(number, row, reject.value) for number, row, reject in block.refused],
        block.given,
    )


def unpacked(said: tuple[Any, ...]) -> RowBlock:
    """The block that ``packed`` made ``said`` of."""
    total, numbers, table, keys, owners, refused, given = said
    return RowBlock(
        total,
        range(*numbers) if isinstance(numbers, tuple) else numbers,
        Table(*table),
        np.frombuffer(keys, np.int64),
        np.frombuffer(owners, np.int64),
        [(number, row, Reject(reject)) for number, row, reject in refused],
        given,
    )


def values_at(names: Sequence[str], columns: Sequence[Cells | None], at: int) -> dict[str, str]:
    """What one row says, by column of My Leads. ``names``: ``RowBlocks.columns``; ``columns``: ``Table.apart``."""
    cells = [column[at] if column else None for column in columns]
    values = {name: cell for name, cell in zip(names[:-1], cells, strict=False) if cell}
    if more := cells[-1]:
        values.update(json.loads(more))
    return values


def keys_of(kind: str, folded: Sequence[str]) -> Keys:
    """``identity.key`` of a mark of this kind for each of ``folded``, none of which is empty or holds a line break."""
    if not folded:
        return np.zeros(0, np.int64)
    text = np.frombuffer("\n".join(folded).encode("utf-8", "surrogatepass"), np.uint8)
    ends = np.append(np.flatnonzero(text == _LINE_BREAK), len(text))
    starts = np.append(0, ends[:-1] + 1)
    longest = int((ends - starts).max())
    powers = np.array(identity.powers(longest + 1), np.uint64)
    places = np.arange(len(text)) - np.repeat(starts, np.diff(np.append(starts, len(text))))
    terms = text * powers[places]
    terms[ends[:-1]] = 0
    sums = np.add.reduceat(terms, starts) + np.uint64(identity.seed(kind))
    mixed = (sums ^ (sums >> np.uint64(32))) * np.uint64(identity.FACTOR)
    keys = (mixed ^ (mixed >> np.uint64(32))).view(np.int64)
    return keys & ~1 if kind == CONTENTS else keys | 1
