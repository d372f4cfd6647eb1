"""The leads of a kept list as a table shows them: read from the database a few at a time, never all of them.

A row number of the table stands for one lead, whatever place the list gives that lead later: the numbers are joined to
the leads' ids when rows beyond the first ones are asked for, and an export that began before a refresh still writes
the leads that were chosen.
"""

from __future__ import annotations

import asyncio
import json
import threading
from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import compress, islice
from typing import TYPE_CHECKING, Any

from leaddesk.domain.column_kinds import columns_of
from leaddesk.domain.errors import ListGone
from leaddesk.domain.lists import RowState
from leaddesk.domain.records import Row, Value
from leaddesk.domain.row_order import KEYED, NUMBER, in_order
from leaddesk.domain.sort_keys import folded
from leaddesk.domain.table import Arrangement, Column, RowSource
from leaddesk.domain.turns import step_aside, turns
from leaddesk.workspace.stored_list import StoredList, stored

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.database import Database

_FIRST = 200
"""Rows that are at hand from the start: more than the highest screen shows."""
_BLOCK = 100
"""Rows that are read with one that was asked for and not at hand."""
_MOST_AT_HAND = 8_000
"""Rows of some 1,500 bytes each."""
_IDS, _SEARCHED, _SIFTED = 16_384, 2_048, 16_384
"""Rows that one question is about, or one turn: about a millisecond, so that others get theirs."""

_NO_ROW = 0
"""Stands for the id of a row that went before its number was joined to it; no row has it."""

_PICKED = {
    RowState.PRESENT: ("place IS NOT NULL", "place"),
    RowState.NEW: ("place IS NOT NULL AND first_seen > :since", "place"),
    RowState.CHANGED: ("place IS NOT NULL AND first_seen <= :since AND changed > :since", "place"),
    RowState.GONE: ("place IS NULL", "seen DESC, ordinal, id"),
}
"""SQL: which rows of ``list_rows``, and their order. ``:since`` may be NULL: nothing is new or changed then."""


@dataclass(frozen=True)
class _Opened:
    """What one look into the database brought."""

    kept: StoredList
    total: int
    ids: array[int]
    """Those of the first rows, or of all."""
    cells: Sequence[str | None]
    """Those of the first rows."""


class KeptRows:
    """A ``RowSource`` over the leads of one list, as many as there were when it was opened.

    Values may change under it while pages come; ``take_over`` lets a newer one go on where it was.
    """

    def __init__(self, database: Database, wanted: RowState, opened: _Opened) -> None:
        """Use ``open``."""
        kept = opened.kept
        self._database, self._list, self._edition, self._wanted = database, kept.id, kept.edition, wanted
        self._total, self._ids = opened.total, opened.ids
        self._extending = threading.Lock()
        others = range(len(kept.columns)) if wanted is RowState.GONE else ()  # theirs may have gone with them
        self._indexes = tuple(dict.fromkeys([*kept.shown, *others]))
        first = [self._shaped(values) for values in _values(opened.cells)]
        self._columns = columns_of([kept.columns[at] for at in self._indexes], first)
        self._first = first
        self._at_hand: dict[int, Row] = {}
        self._keeping = threading.Lock()
        self._latest: tuple[str, bool, Sequence[int]] | None = None

    @classmethod
    async def open(cls, database: Database, id: int, wanted: RowState = RowState.PRESENT) -> KeptRows:  # noqa: A002
        """The rows of the list ``id`` (LeadDesk's own), the first of them at hand.

        Raises ListGone, WorkspaceError.
        """
        return cls(database, wanted, await database.read(lambda connection: _open(connection, id, wanted)))

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    @property
    def waits(self) -> bool:
        return True

    def __len__(self) -> int:
        return self._total

    def row(self, number: int) -> Row:
        row = self.at_hand(number)
        if row is None:
            block = number - number % _BLOCK
            row = self._bring(range(block, min(block + _BLOCK, self._total)))[number]
        return row

    def at_hand(self, number: int) -> Row | None:
        return self._first[number] if number < len(self._first) else self._at_hand.get(number)

    async def fetch(self, numbers: Sequence[int]) -> None:
        await asyncio.to_thread(self._bring, [number for number in numbers if self.at_hand(number) is None])

    def take_over(self, previous: RowSource) -> bool:
        if not isinstance(previous, KeptRows) or len(previous) > len(self):
            return False
        if (previous._list, previous._wanted) != (self._list, self._wanted):
            return False
        if self._wanted is RowState.PRESENT:
            if previous._edition != self._edition:
                return False
            with self._extending:
                if len(previous._ids) > len(self._ids):
                    self._ids = previous._ids[:]
            return True
        return previous._ids == self._ids[: len(previous)]

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        if not isinstance(previous, KeptRows) or previous._list != self._list or not numbers:
            return [-1] * len(numbers)
        return await asyncio.to_thread(self._find, previous, numbers)

    def arrange(self, arrangement: Arrangement) -> Sequence[int]:
        """As ``HeldRows`` does. It reads in slices, so that others can ask the database in between."""
        order = self._in_order(arrangement.sort_by, descending=arrangement.descending)
        words = folded(arrangement.needle).split()
        return self._holding(words, order) if words else order

    def chunks(self, numbers: Sequence[int], size: int) -> Iterator[Sequence[Row]]:
        for start in range(0, len(numbers), size):
            yield self._read(numbers[start : start + size])

    def _in_order(self, name: str, *, descending: bool) -> Sequence[int]:
        at = next((at for at, column in enumerate(self._columns) if name and column.name == name), None)
        if at is None:
            return range(self._total)
        if self._latest is not None and self._latest[:2] == (name, descending):
            return self._latest[2]
        order = in_order(self._values_of(self._indexes[at]), self._columns[at].kind, descending=descending)
        self._latest = (name, descending, order)
        return order

    def _values_of(self, index: int) -> Iterator[Sequence[Value]]:
        """Of one column, from the first row to the last."""
        # -> gives the value as JSON, so that a whole number of any size comes as it is.
        question = (
            f"SELECT json_group_array(json(coalesce(cells -> '$[{index}]', 'null')))"  # noqa: S608 - a number
            " FROM json_each(?) LEFT JOIN list_cells ON row = value"
        )
        for start in range(0, self._total, KEYED):
            ids = self._ids_json(range(start, min(start + KEYED, self._total)))
            values: list[Value] = json.loads(self._ask(question, (ids,))[0][0])
            yield values

    def _holding(self, words: Sequence[str], order: Sequence[int]) -> Sequence[int]:
        has_all = " AND ".join(["instr(words, ?)"] * len(words))
        question = (
            "SELECT json_group_array(key) FROM json_each(?) CROSS JOIN list_cells ON row = value"  # noqa: S608 - ours
            f" WHERE {has_all}"
        )
        flags = bytearray(self._total)
        for start, stop in turns(self._total, _SEARCHED):
            found: list[int] = json.loads(self._ask(question, (self._ids_json(range(start, stop)), *words))[0][0])
            for offset in found:
                flags[start + offset] = 1
        holding = array(NUMBER)
        for start, stop in turns(len(order), _SIFTED):
            part = order[start:stop]
            holding.extend(compress(part, map(flags.__getitem__, part)))
        return holding

    def _bring(self, numbers: Sequence[int]) -> dict[int, Row]:
        """Read these rows and keep them at hand; what was at hand longest makes room."""
        self._known_ids(self._total)
        brought = dict(zip(numbers, self._read(numbers), strict=True))
        with self._keeping:
            too_many = max(0, len(self._at_hand) + len(brought) - _MOST_AT_HAND)
            for number in list(islice(self._at_hand, too_many)):
                del self._at_hand[number]
            self._at_hand.update(brought)
        return brought

    def _read(self, numbers: Sequence[int]) -> list[Row]:
        """A row that is not kept any more is empty."""
        question = "SELECT cells FROM json_each(?) LEFT JOIN list_cells ON row = value"
        cells = [cells for (cells,) in self._ask(question, (self._ids_json(numbers),))] if numbers else []
        return [self._shaped(values) for values in _values(cells)]

    def _shaped(self, values: Sequence[Value]) -> Row:
        """``values`` under the columns of this table."""
        length = len(values)
        return tuple([values[at] if at < length else None for at in self._indexes])

    def _find(self, previous: KeptRows, numbers: Sequence[int]) -> list[int]:
        """In a worker thread."""
        known = previous._known_ids(max(numbers) + 1)
        wanted, own = [known[number] for number in numbers], self._known_ids(self._total)
        if self._wanted is RowState.PRESENT:
            question = "SELECT place FROM json_each(?) LEFT JOIN list_rows ON list_rows.id = value"
            places = [place for (place,) in self._ask(question, (json.dumps(wanted),))]
        else:
            number_of = {id_: number for number, id_ in enumerate(own)}
            places = [number_of.get(id_) for id_ in wanted]
        # A place may be one in an order that came after this table was opened.
        return [
            place if place is not None and place < self._total and own[place] == id_ else -1
            for place, id_ in zip(places, wanted, strict=True)
        ]

    def _ids_json(self, numbers: Sequence[int]) -> str:
        ids = self._known_ids(max(numbers, default=-1) + 1)
        return json.dumps([ids[number] for number in numbers])

    def _known_ids(self, count: int) -> array[int]:
        """The ids of the first ``count`` rows, or of more."""
        if count > len(self._ids):
            with self._extending:
                ids = self._ids
                while len(ids) < count and (more := self._database.now(partial(self._more, ids))):
                    ids = ids + more
                    step_aside()
                self._ids = ids + array("q", [_NO_ROW] * (count - len(ids)))
        return self._ids

    def _more(self, ids: array[int], connection: apsw.Connection) -> array[int]:
        """The ids after ``ids``; empty where there are none."""
        (edition,) = connection.execute("SELECT edition FROM lists WHERE id = ?", (self._list,)).fetchone() or (None,)
        wanted = min(_IDS, self._total - len(ids))
        if edition == self._edition:
            rows = connection.execute(
                "SELECT id FROM list_rows WHERE list = ? AND place >= ? ORDER BY place LIMIT ?",
                (self._list, len(ids), wanted),
            )
            return array("q", [id_ for (id_,) in rows])
        # It was put in another order just now, before the numbers were joined: each lead that is left gets one.
        known = set(ids)
        rows = connection.execute(
            "SELECT id FROM list_rows WHERE list = ? AND place IS NOT NULL ORDER BY place", (self._list,)
        )
        return array("q", [id_ for (id_,) in rows if id_ not in known][:wanted])

    def _ask(self, question: str, values: tuple[str, ...]) -> list[tuple[Any, ...]]:
        rows: list[tuple[Any, ...]] = self._database.now(lambda connection: list(connection.execute(question, values)))
        return rows


def _open(connection: apsw.Connection, id_: int, wanted: RowState) -> _Opened:
    found = stored(connection, "id = ? AND removed = 0", (id_,))
    if not found:
        raise ListGone
    kept = found[0]
    which, order = _PICKED[wanted]
    limit = min(_FIRST, kept.present_rows) if wanted is RowState.PRESENT else -1
    rows = connection.execute(
        f"SELECT id FROM list_rows WHERE list = :list AND {which} ORDER BY {order} LIMIT :limit",  # noqa: S608 - ours
        {"list": id_, "since": kept.since_round, "limit": limit},
    )
    ids = array("q", [row for (row,) in rows])
    cells = connection.execute(
        "SELECT cells FROM json_each(?) LEFT JOIN list_cells ON row = value", (json.dumps(list(ids[:_FIRST])),)
    )
    total = kept.present_rows if wanted is RowState.PRESENT else len(ids)
    return _Opened(kept, total, ids, [text for (text,) in cells])


def _values(cells: Sequence[str | None]) -> list[list[Value]]:
    """Cells as they are kept; None for a row that is not there."""
    values: list[list[Value]] = json.loads(f"[{','.join([text or '[]' for text in cells])}]")
    return values
