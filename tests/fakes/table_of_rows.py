"""A table in memory whose reading can be held up at a chosen row."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence

from leaddesk.domain.records import Row
from leaddesk.domain.table import Arrangement, Column, RowSource


class TableOfRows:
    """A ``RowSource``. ``hold_at`` and ``reached`` let a test stop an export half way and know that it is there."""

    def __init__(self, columns: Sequence[str], rows: Sequence[Row]) -> None:
        self.columns = [Column(name) for name in columns]
        self._rows = rows
        self.hold_at: int | None = None
        """Reading stops before the chunk that begins at or after this many rows, until ``go_on`` is set."""
        self.reached = threading.Event()
        self.go_on = threading.Event()

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
        del numbers

    def take_over(self, previous: RowSource) -> bool:
        return len(self) >= len(previous)

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        del previous
        return [-1] * len(numbers)

    def arrange(self, arrangement: Arrangement) -> Sequence[int]:
        del arrangement
        return range(len(self._rows))

    def chunks(self, numbers: Sequence[int], size: int) -> Iterator[Sequence[Row]]:
        for start in range(0, len(numbers), size):
            if self.hold_at is not None and start >= self.hold_at:
                self.reached.set()
                assert self.go_on.wait(10), "nobody let the export go on"
            yield [self._rows[number] for number in numbers[start : start + size]]
