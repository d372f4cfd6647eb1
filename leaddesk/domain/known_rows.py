"""Rows in memory that are read anew now and then: each is known again by its key, so that people keep their place."""

from __future__ import annotations

from collections.abc import Hashable, Sequence

from leaddesk.domain.held_rows import HeldRows
from leaddesk.domain.records import Row
from leaddesk.domain.table import Column, RowSource


class KnownRows(HeldRows):
    """As ``HeldRows``; a table looks for the rows that a person has chosen among the newer ones."""

    def __init__(self, columns: Sequence[Column], rows: Sequence[Row], keys: Sequence[Hashable]) -> None:
        """``keys`` are as many as ``rows``, each another."""
        super().__init__(columns, rows)
        self._keys = tuple(keys)

    @property
    def waits(self) -> bool:
        """As for rows of a database: only those does a table look for (``find``)."""
        return True

    def take_over(self, previous: RowSource) -> bool:
        return isinstance(previous, KnownRows) and previous._keys == self._keys[: len(previous)]

    async def find(self, previous: RowSource, numbers: Sequence[int]) -> Sequence[int]:
        if not isinstance(previous, KnownRows):
            return [-1] * len(numbers)
        places = {key: place for place, key in enumerate(self._keys)}
        return [places.get(previous._keys[number], -1) for number in numbers]
