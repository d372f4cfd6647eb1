"""The leads of one view as a table shows them: the ids are in memory, the rows are read a few at a time.

A row number stands for one lead for as long as these rows live, whatever becomes of it meanwhile. Number 0 is the
newest lead.
"""

from __future__ import annotations

import asyncio
import json
import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.domain.lead_views import View
from leaddesk.domain.leads import LeadId
from leaddesk.domain.records import Row, Value
from leaddesk.domain.row_order import KEYED, NUMBER, in_order
from leaddesk.domain.sort_keys import folded
from leaddesk.domain.table import Arrangement, Column, RowSource
from leaddesk.domain.turns import turns
from leaddesk.workspace.leads.columns import FIELDS
from leaddesk.workspace.leads.index import cells
from leaddesk.workspace.leads.index.parts import Array, Ids, pieces

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.database import Database
    from leaddesk.workspace.leads.index.arrays import Arrays

FIRST = 100
"""Rows that are at hand from the start: more than the highest screen shows."""
_BLOCK = 100
"""Rows that are read with one that was asked for and not at hand."""
_MOST_AT_HAND = 4_000
"""Rows of some 2,500 bytes each."""
_SEARCHED = 256
"""Rows that are read and searched in a turn."""
_NOWHERE = np.uint32(2**32 - 1)
_FIELDS = frozenset(FIELDS)


class LeadRows:
    """A ``RowSource``. ``LeadFinder`` makes them."""

    def __init__(
        self, reader: Database, arrays: Arrays, view: View, columns: Sequence[Column], ids: Ids, *, is_whole: bool
    ) -> None:
        """``ids``, the newest first, are all leads of ``view``, or with ``is_whole`` off the first ones.

        Reads the first rows: in a worker thread.
        """
        self.view, self.is_whole = view, is_whole
        self._reader, self._arrays, self._columns, self._ids = reader, arrays, tuple(columns), ids
        self._question, self._bound = cells.row_question(columns)
        self._worked_out = tuple(
            (at, cells.showing(column.name)) for at, column in enumerate(columns) if column.name not in _FIELDS
        )
        self._keeping = threading.Lock()
        self._at_hand: dict[int, Row] = {}
        self._latest: tuple[str, bool, Sequence[int]] | None = None
        self._places: Array | None = None
        self._first = self._read(range(min(FIRST, len(ids))))

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def waits(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(self._ids)

    def ids_of(self, numbers: Sequence[int]) -> tuple[LeadId, ...]:
        """The leads of these rows."""
        found: list[LeadId] = self._ids[np.asarray(numbers, np.int64)].tolist()
        return tuple(found)

    def row(self, number: int) -> Row:
        row = self.at_hand(number)
        if row is None:
            block = number - number % _BLOCK
            row = self._bring(range(block, min(block + _BLOCK, len(self))))[number]
        return row

    def at_hand(self, number: int) -> Row | None:
        return self._first[number] if number < len(self._first) else self._at_hand.get(number)

    async def fetch(self, numbers: Sequence[int]) -> None:
        missing = [number for number in numbers if self.at_hand(number) is None]
        if missing:
            self._keep(missing, await self._reader.read(self._reading(missing)))

    def take_over(self, previous: RowSource) -> bool:
        return isinstance(previous, LeadRows) and np.array_equal(previous._ids, self._ids[: len(previous)])

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        if not isinstance(previous, LeadRows) or not numbers:
            return [-1] * len(numbers)
        return await asyncio.to_thread(self._find, previous, numbers)

    def arrange(self, arrangement: Arrangement) -> Sequence[int]:
        """As ``HeldRows`` does. By the prepared order where there is one; else the cells of all rows are read."""
        order = self._in_order(arrangement.sort_by, descending=arrangement.descending)
        words = folded(arrangement.needle).split()
        return self._holding(words, order) if words else order

    def chunks(self, numbers: Sequence[int], size: int) -> Iterator[Sequence[Row]]:
        for start in range(0, len(numbers), size):
            yield self._read(numbers[start : start + size])

    def _in_order(self, name: str, *, descending: bool) -> Sequence[int]:
        column = next((column for column in self._columns if name and column.name == name), None)
        if column is None:
            return range(len(self))
        if self._latest is not None and self._latest[:2] == (name, descending):
            return self._latest[2]
        prepared = self._arrays.order(name, descending=descending)
        if prepared is not None:
            order = self._as_prepared(prepared.data)
        else:
            order = in_order(self._cells_of(name), column.kind, descending=descending)
        self._latest = (name, descending, order)
        return order

    def _as_prepared(self, sorted_ids: Ids) -> Sequence[int]:
        """The rows in the order of ``sorted_ids``, and after them those that are not among these."""
        places = self._place_of(int(sorted_ids.max(initial=0)))
        order = array(NUMBER, bytes(array(NUMBER).itemsize * len(self)))
        numbers = np.frombuffer(order, NUMBER)
        at = 0
        for start, stop in pieces(len(sorted_ids)):
            found = places.take(sorted_ids[start:stop])
            if found.max() == _NOWHERE:
                found = found[found != _NOWHERE]
            numbers[at : at + len(found)] = found
            at += len(found)
        if at < len(numbers):
            is_left = np.ones(len(self), bool)
            is_left[numbers[:at]] = False
            numbers[at:] = np.flatnonzero(is_left)
        return order

    def _place_of(self, highest: int) -> Array:
        """The number of each lead by its id; longer than ``highest``."""
        places = self._places
        if places is None or len(places) <= highest:
            places = np.full(max(highest, int(self._ids.max(initial=0))) + 1, _NOWHERE)
            for start, stop in pieces(len(self)):
                places[self._ids[start:stop]] = np.arange(start, stop, dtype=np.uint32)
            self._places = places
        return places

    def _cells_of(self, column: str) -> Iterator[Sequence[Value]]:
        """From the first row to the last."""
        for start in range(0, len(self), KEYED):
            wanted = self._ids[start : start + KEYED].tolist()
            found = dict(self._reader.now(partial(_cells, column, wanted)))
            yield [cells.shown(column, found.get(id_)) for id_ in wanted]

    def _holding(self, words: Sequence[str], order: Sequence[int]) -> Sequence[int]:
        found = array(NUMBER)
        for start, stop in turns(len(order), _SEARCHED):
            part = order[start:stop]
            texts = [folded("\n".join([str(value) for value in row if value is not None])) for row in self._read(part)]
            found.extend([at for at, text in zip(part, texts, strict=True) if all(word in text for word in words)])
        return found

    def _find(self, previous: LeadRows, numbers: Sequence[int]) -> list[int]:
        wanted = previous._ids[np.asarray(numbers, np.int64)]
        places = self._place_of(int(wanted.max(initial=0)))[wanted]
        return [-1 if place == _NOWHERE else place for place in places.tolist()]

    def _bring(self, numbers: Sequence[int]) -> dict[int, Row]:
        """Read these rows and keep them at hand; what was at hand longest makes room."""
        return self._keep(numbers, self._read(numbers))

    def _keep(self, numbers: Sequence[int], rows: Sequence[Row]) -> dict[int, Row]:
        brought = dict(zip(numbers, rows, strict=True))
        with self._keeping:
            too_many = max(0, len(self._at_hand) + len(brought) - _MOST_AT_HAND)
            for number in list(islice(self._at_hand, too_many)):
                del self._at_hand[number]
            self._at_hand.update(brought)
        return brought

    def _read(self, numbers: Sequence[int]) -> list[Row]:
        return self._reader.now(self._reading(numbers)) if len(numbers) else []

    def _reading(self, numbers: Sequence[int]) -> Callable[[apsw.Connection], list[Row]]:
        """A lead that was erased is empty."""
        wanted = json.dumps(self._ids[np.asarray(numbers, np.int64)].tolist())
        bound = (*self._bound, wanted)

        def read(connection: apsw.Connection) -> list[Row]:
            return [self._shaped(row) for row in connection.execute(self._question, bound)]

        return read

    def _shaped(self, row: tuple[Any, ...]) -> Row:
        values = list(row)
        for at, show in self._worked_out:
            if (cell := values[at]) is not None:
                values[at] = show(cell)
        return tuple(values)


def _cells(column: str, ids: Sequence[int], connection: apsw.Connection) -> list[tuple[int, Any]]:
    return cells.of(connection, column, ids)
