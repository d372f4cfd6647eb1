"""From the rows of a file, block by block, to what the database wants: cells of ``leads``, and the keys of marks.

It asks no database, so that a second process can do it while the first one writes.
"""

from __future__ import annotations

import json
from array import array
from collections.abc import Callable, Mapping, Sequence
from itertools import repeat
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from leaddesk.domain import identity
from leaddesk.domain.identity import CONTENTS, NAME_PARTS, contents, full_name, with_full_name
from leaddesk.domain.import_rows import judge_for, values_of
from leaddesk.domain.imports import Mapping as Columns
from leaddesk.domain.imports import Reject
from leaddesk.domain.leads import Field
from leaddesk.domain.many_marks import MARKED, folded_all
from leaddesk.workspace.leads.columns import FIELDS, MORE, more_of

if TYPE_CHECKING:
    import numpy.typing as npt

    Keys = npt.NDArray[np.int64]

Row = Sequence[str]
Cells = Sequence[str | None]

_LINE_BREAK = 10


class RowBlock(NamedTuple):
    """Rows that stand one behind the other, as far as they are taken."""

    total: int
    """How many there were with those that are not taken."""
    numbers: Sequence[int]
    rows: Sequence[Cells]
    """In the order of ``RowBlocks.columns``; nothing is blank."""
    keys: Keys
    """``identity.keys`` of all rows, those of one kind in the order of the rows."""
    owners: Keys
    """For each key the place of its row in ``rows``."""
    refused: Sequence[tuple[int, Row, Reject]]
    """The others: number, cells of the file, and why."""
    given: Sequence[Row] = ()
    """The cells of the file of ``rows``, where they are wanted."""


class RowBlocks:
    """Knows where in a row of the file what stands."""

    def __init__(self, mapping: Columns, *, keeps_given: bool) -> None:
        self._mapping, self._judge = mapping, judge_for(mapping)
        self._keeps_given = keeps_given
        columns = mapping.columns
        self._width = len(columns)
        places = [place for place, column in enumerate(columns) if column in FIELDS]
        self._custom = [(place, column) for place, column in enumerate(columns) if column and column not in FIELDS]
        fields = [str(columns[place]) for place in places]
        self._is_plain = bool(fields) and len({*fields}) == len(fields)
        """Each field stands in one column; of several, the last one with a value counts."""
        self._pick: Callable[[Row], Row] | None = None
        """Where not all cells of a row are taken for fields."""
        if len(places) == 1:
            self._pick = itemgetter(slice(places[0], places[0] + 1))
        elif 1 < len(places) < self._width:
            self._pick = itemgetter(*places)
        name = Field.NAME.value
        has_parts = {NAME_PARTS[0], NAME_PARTS[-1]} <= {*fields}
        self._adds_name = has_parts and name not in fields
        self.columns = (*dict.fromkeys(fields), *([name] if self._adds_name else []), MORE)
        """SQL columns of ``leads``."""
        self._parts = [self.columns.index(part) if part in fields else None for part in NAME_PARTS]
        self._name = self.columns.index(name) if has_parts else None

    def block(self, first: int, given: Sequence[Row]) -> RowBlock:
        """``given``: rows as they stand in the file, shorter or longer than the mapping, from number ``first`` on."""
        rows, count = given, len(given)
        if min(map(len, given), default=self._width) < self._width:
            rows = [row if len(row) >= self._width else [*row, *repeat("", self._width - len(row))] for row in given]
        verdicts = [self._judge(row) for row in rows]
        numbers: Sequence[int] = range(first, first + len(rows))
        refused: list[tuple[int, Row, Reject]] = []
        if any(verdicts):
            judged = zip(numbers, given, verdicts, strict=True)
            refused = [(number, row, verdict) for number, row, verdict in judged if verdict]
            numbers = [number for number, verdict in zip(numbers, verdicts, strict=True) if not verdict]
            rows, given = ([of_all[number - first] for number in numbers] for of_all in (rows, given))
        cells = self._cells(rows)
        return RowBlock(count, numbers, cells, *self._keys(cells), refused, given if self._keeps_given else ())

    def _cells(self, rows: Sequence[Row]) -> list[list[str | None]]:
        if not self._is_plain or max(map(len, rows), default=0) > self._width:
            return [self._cells_of(with_full_name(values_of(row, self._mapping))) for row in rows]
        picked = map(self._pick, rows) if self._pick else rows
        found = [[cell.strip() or None for cell in row] for row in picked]
        for cells in found:
            if self._adds_name:
                cells.append(None)
            if self._name is not None and cells[self._name] is None:
                cells[self._name] = full_name(*((at is not None and cells[at]) or "" for at in self._parts)) or None
        for cells, row in zip(found, rows, strict=True):
            cells.append(self._more(row) if self._custom else None)
        return found

    def _cells_of(self, values: Mapping[str, str]) -> list[str | None]:
        return [*(values.get(column) for column in self.columns[:-1]), more_of(values)]

    def _more(self, row: Row) -> str | None:
        return more_of({column: cell for place, column in self._custom if (cell := row[place].strip())})

    def _keys(self, rows: Sequence[Cells]) -> tuple[Keys, Keys]:
        keys, owners = [np.zeros(0, np.int64)], array("q")
        for kind, field in MARKED.items():
            if field.value in self.columns:
                place = self.columns.index(field.value)
                folded = folded_all(kind, [cells[place] or "" for cells in rows])
                owners.extend([at for at, mark in enumerate(folded) if mark])
                keys.append(keys_of(kind, [mark for mark in folded if mark]))
        is_unmarked = np.ones(len(rows), bool)
        is_unmarked[np.array(owners, np.int64)] = False
        unmarked = np.flatnonzero(is_unmarked).tolist()
        owners.extend(unmarked)
        keys.append(keys_of(CONTENTS, [contents(values_in(self.columns, rows[at])) for at in unmarked]))
        return np.concatenate(keys), np.array(owners, np.int64)


def packed(block: RowBlock) -> tuple[Any, ...]:
    """``block`` for another process, of plain objects."""
    numbers = block.numbers
    return (
        block.total,
        (numbers.start, numbers.stop) if isinstance(numbers, range) else numbers,
        block.rows,
        block.keys.tobytes(),
        block.owners.tobytes(),
        [(number, row, reject.value) for number, row, reject in block.refused],
        block.given,
    )


def unpacked(said: tuple[Any, ...]) -> RowBlock:
    """The block that ``packed`` made ``said`` of."""
    total, numbers, rows, keys, owners, refused, given = said
    return RowBlock(
        total,
        range(*numbers) if isinstance(numbers, tuple) else numbers,
        rows,
        np.frombuffer(keys, np.int64),
        np.frombuffer(owners, np.int64),
        [(number, row, Reject(reject)) for number, row, reject in refused],
        given,
    )


def values_in(columns: Sequence[str], cells: Cells) -> dict[str, str]:
    """What ``cells`` say, by column of My Leads. ``columns``: as ``RowBlocks.columns``."""
    values = {column: cell for column, cell in zip(columns[:-1], cells, strict=False) if cell}
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
    terms = text.astype(np.uint64) * powers[np.minimum(places, longest)]
    terms[ends[:-1]] = 0
    sums = np.add.reduceat(terms, starts) + np.uint64(identity.seed(kind))
    mixed = (sums ^ (sums >> np.uint64(32))) * np.uint64(identity.FACTOR)
    keys = (mixed ^ (mixed >> np.uint64(32))).view(np.int64)
    return keys & ~1 if kind == CONTENTS else keys | 1
