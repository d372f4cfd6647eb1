"""The records of a purchase as a table shows them: their ids are in memory, the rows are read a few at a time."""

from __future__ import annotations

import json
import threading
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from leaddesk.domain.purchases import PurchaseId
from leaddesk.domain.reachstream import RECORD_FIELDS
from leaddesk.domain.reachstream_columns import columns_of
from leaddesk.domain.records import Records, Row, Value
from leaddesk.domain.row_order import KEYED, NUMBER, in_order
from leaddesk.domain.sort_keys import folded
from leaddesk.domain.table import Arrangement, Column, RowSource
from leaddesk.domain.turns import step_aside, turns

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.database import Database

_FIRST = 200
"""Rows that are at hand from the start: more than the highest screen shows."""
_BLOCK = 100
"""Rows that are read with one that was asked for and not at hand."""
_MOST_AT_HAND = 4_000
"""Rows of some 2,500 bytes each."""
_SEARCHED = 128
"""Rows that are read and searched in a turn."""
_LARGEST_INTEGER = 2**63 - 1
"""What a spreadsheet or a database keeps as a number."""


class KeptRecords:
    """A ``RowSource`` over as many records as there were when it was opened, in the order in which they were taken.

    The columns are the documented fields and then the others that ReachStream sent. Whoever was erased before is not
    there; whoever is erased meanwhile leaves an empty row.
    """

    def __init__(self, database: Database, purchase: PurchaseId, ids: array[int], names: Sequence[str]) -> None:
        """Use ``open``."""
        self._database, self._purchase, self._ids = database, purchase, ids
        self._names = tuple(names)
        self._columns = columns_of(Records(self._names, ()))
        self._keeping = threading.Lock()
        self._at_hand: dict[int, Row] = {}
        self._latest: tuple[str, bool, Sequence[int]] | None = None

    @classmethod
    async def open(cls, database: Database, purchase: PurchaseId) -> KeptRecords:
        """The first rows are at hand. Raises WorkspaceError."""
        ids, names = await database.read(lambda connection: _open(connection, purchase))
        rows = cls(database, purchase, ids, names)
        await rows.fetch(range(min(_FIRST, len(rows))))
        return rows

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def waits(self) -> bool:
        return True

    def __len__(self) -> int:
        return len(self._ids)

    def row(self, number: int) -> Row:
        row = self.at_hand(number)
        if row is None:
            block = range(number - number % _BLOCK, min(number - number % _BLOCK + _BLOCK, len(self)))
            row = self._keep(block, self._read(block))[number]
        return row

    def at_hand(self, number: int) -> Row | None:
        return self._at_hand.get(number)

    async def fetch(self, numbers: Sequence[int]) -> None:
        missing = [number for number in numbers if self.at_hand(number) is None]
        if missing:
            self._keep(missing, await self._database.read(self._reading(missing)))

    def take_over(self, previous: RowSource) -> bool:
        return (
            isinstance(previous, KeptRecords)
            and previous._purchase == self._purchase
            and previous._ids == self._ids[: len(previous)]
        )

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        if not isinstance(previous, KeptRecords) or previous._purchase != self._purchase:
            return [-1] * len(numbers)
        wanted = [previous._ids[number] for number in numbers]
        places = [bisect_left(self._ids, id_) for id_ in wanted]
        return [
            place if place < len(self) and self._ids[place] == id_ else -1
            for place, id_ in zip(places, wanted, strict=True)
        ]

    def arrange(self, arrangement: Arrangement) -> Sequence[int]:
        """As ``HeldRows`` does. It reads in slices, so that others can ask the database in between."""
        order = self._in_order(arrangement.sort_by, descending=arrangement.descending)
        words = folded(arrangement.needle).split()
        return self._holding(words, order) if words else order

    def chunks(self, numbers: Sequence[int], size: int) -> Iterator[Sequence[Row]]:
        for start in range(0, len(numbers), size):
            yield self._read(numbers[start : start + size])

    def _in_order(self, name: str, *, descending: bool) -> Sequence[int]:
        at = self._names.index(name) if name and name in self._names else None
        if at is None:
            return range(len(self))
        if self._latest is not None and self._latest[:2] == (name, descending):
            return self._latest[2]
        order = in_order(self._values_of(at), self._columns[at].kind, descending=descending)
        self._latest = (name, descending, order)
        return order

    def _values_of(self, at: int) -> Iterator[Sequence[Value]]:
        for start in range(0, len(self), KEYED):
            values: list[Value] = []
            for first in range(start, min(start + KEYED, len(self)), _SEARCHED):
                values.extend(
                    row[at] for row in self._read(range(first, min(first + _SEARCHED, start + KEYED, len(self))))
                )
                step_aside()
            yield values

    def _holding(self, words: Sequence[str], order: Sequence[int]) -> Sequence[int]:
        found = array(NUMBER)
        for start, stop in turns(len(order), _SEARCHED):
            part = order[start:stop]
            texts = [folded("\n".join([str(value) for value in row if value is not None])) for row in self._read(part)]
            found.extend([at for at, text in zip(part, texts, strict=True) if all(word in text for word in words)])
        return found

    def _keep(self, numbers: Sequence[int], rows: Sequence[Row]) -> dict[int, Row]:
        """At hand; what was at hand longest makes room."""
        brought = dict(zip(numbers, rows, strict=True))
        with self._keeping:
            too_many = max(0, len(self._at_hand) + len(brought) - _MOST_AT_HAND)
            for number in list(islice(self._at_hand, too_many)):
                del self._at_hand[number]
            self._at_hand.update(brought)
        return brought

    def _read(self, numbers: Sequence[int]) -> list[Row]:
        return self._database.now(self._reading(numbers)) if len(numbers) else []

    def _reading(self, numbers: Sequence[int]) -> Callable[[apsw.Connection], list[Row]]:
        wanted = json.dumps([self._ids[number] for number in numbers])

        question = "SELECT record FROM json_each(?) LEFT JOIN records ON records.id = value"

        def read(connection: apsw.Connection) -> list[Row]:
            return [self._shaped(record) for (record,) in connection.execute(question, (wanted,))]

        return read

    def _shaped(self, record: str | None) -> Row:
        values = flat(json.loads(record)) if record is not None else {}
        return tuple([values.get(name) for name in self._names])


def flat(record: Mapping[str, Any]) -> dict[str, Value]:
    """Its values as cells: ``null`` and ``""`` are no value (providers.md), a list of plain values is one text with
    commas, and what is nested otherwise is JSON.
    """
    return {name: _cell(value) for name, value in record.items()}


def _cell(value: object) -> Value:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return value or None
        case int():
            return value if abs(value) <= _LARGEST_INTEGER else str(value)
        case float():
            return value if abs(value) < float("inf") else None
        case list() if not any(isinstance(part, list | dict) for part in value):
            return ", ".join(str(cell) for part in value if (cell := _cell(part)) is not None) or None
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")) if value else None


def _open(connection: apsw.Connection, purchase: PurchaseId) -> tuple[array[int], list[str]]:
    number, columns = connection.execute("SELECT number, columns FROM purchases WHERE id = ?", (purchase,)).get
    rows = connection.execute("SELECT id FROM records WHERE purchase = ? AND record IS NOT NULL ORDER BY id", (number,))
    return array("q", [id_ for (id_,) in rows]), [*RECORD_FIELDS, *json.loads(columns)]
