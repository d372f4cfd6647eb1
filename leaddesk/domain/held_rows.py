"""Rows held in memory, arranged for a table: filtered by words, sorted by what the values mean."""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence

from leaddesk.domain.records import Row
from leaddesk.domain.row_order import KEYED, NUMBER, in_order
from leaddesk.domain.sort_keys import folded
from leaddesk.domain.table import Arrangement, Column, RowSource
from leaddesk.domain.turns import turns

_FOLDED, _SEARCHED = 192, 4096
"""How many rows make up a millisecond of each kind of work."""


class HeldRows:
    """A ``RowSource`` over rows in memory.

    It keeps the folded text and the latest order, so that typing on costs little. May be asked from several threads at
    once: what it keeps is only ever replaced as a whole.
    """

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        """Every row is as long as ``columns``; neither may change later."""
        self._columns = tuple(columns)
        self._rows = rows
        self._texts: list[str] | None = None
        self._latest: tuple[str, bool, Sequence[int]] | None = None

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def waits(self) -> bool:
        return False

    def row(self, number: int) -> Row:
        return self._rows[number]

    def at_hand(self, number: int) -> Row:
        return self._rows[number]

    async def fetch(self, numbers: Sequence[int]) -> None:
        """They are all at hand."""

    def take_over(self, previous: RowSource) -> bool:
        """Rows in memory cannot tell; whoever lets a table grow by them says that they can."""
        return len(self) >= len(previous)

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        """Rows in memory have nothing to be known by."""
        del previous
        return [-1] * len(numbers)

    def chunks(self, numbers: Sequence[int], size: int) -> Iterator[Sequence[Row]]:
        for start in range(0, len(numbers), size):
            yield [self._rows[number] for number in numbers[start : start + size]]

    def arrange(self, arrangement: Arrangement) -> Sequence[int]:
        """Row numbers in the order to show, as ``row_order.in_order`` has them.

        A ``sort_by`` that is no column sorts nothing.
        """
        order = self._in_order(arrangement.sort_by, arrangement.descending)
        words = folded(arrangement.needle).split()
        return self._holding(words, order) if words else order

    def _holding(self, words: Sequence[str], order: Sequence[int]) -> Sequence[int]:
        texts = self._texts or self._fold()
        found = array(NUMBER)
        for start, stop in turns(len(order), _SEARCHED):
            part = order[start:stop]
            for word in words:
                part = [number for number in part if word in texts[number]]
            found.extend(part)
        return found

    def _fold(self) -> list[str]:
        """Each row as one text with a line for each cell: no word of a needle holds a line break, so none spans two."""
        texts: list[str] = []
        for start, stop in turns(len(self._rows), _FOLDED):
            part = self._rows[start:stop]
            texts.extend([folded("\n".join([str(value) for value in row if value is not None])) for row in part])
        self._texts = texts
        return texts

    def _in_order(self, name: str, descending: bool) -> Sequence[int]:
        at = next((at for at, column in enumerate(self._columns) if name and column.name == name), None)
        if at is None:
            return range(len(self._rows))
        if self._latest is not None and self._latest[:2] == (name, descending):
            return self._latest[2]
        kind = self._columns[at].kind
        rows = self._rows
        parts = ([row[at] for row in rows[start : start + KEYED]] for start in range(0, len(rows), KEYED))
        order = in_order(parts, kind, descending=descending)
        self._latest = (name, descending, order)
        return order
