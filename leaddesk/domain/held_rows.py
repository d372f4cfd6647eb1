"""Rows held in memory, arranged for a table: filtered by words, sorted by what the values mean.

Row numbers are kept in arrays: a list of a million numbers is ten times as large, and whoever drops the last reference
to it (usually the window) waits until each number is freed.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from leaddesk.domain.records import Row
from leaddesk.domain.sort_keys import SortKey, folded, sort_key
from leaddesk.domain.table import Arrangement, Column
from leaddesk.domain.turns import step_aside, turns

_FOLDED, _KEYED, _SEARCHED, _RUN, _MERGED = 192, 768, 4096, 4096, 768
"""How many rows make up a millisecond of each kind of work."""
_NUMBER = "I"
"""The array type of row numbers: up to 4,294,967,295."""


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

    def row(self, number: int) -> Row:
        return self._rows[number]

    def chunks(self, numbers: Sequence[int], size: int) -> Iterator[Sequence[Row]]:
        for start in range(0, len(numbers), size):
            yield [self._rows[number] for number in numbers[start : start + size]]

    def arrange(self, arrangement: Arrangement) -> Sequence[int]:
        """Row numbers in the order to show. Equal values stay in the order in which they came, in both directions.

        Empty cells come last in both directions, and before them, in a column of sizes, what cannot be read as one. A
        ``sort_by`` that is no column sorts nothing.
        """
        order = self._in_order(arrangement.sort_by, arrangement.descending)
        words = folded(arrangement.needle).split()
        return self._holding(words, order) if words else order

    def _holding(self, words: Sequence[str], order: Sequence[int]) -> Sequence[int]:
        texts = self._texts or self._fold()
        found = array(_NUMBER)
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
        at = next((at for at, column in enumerate(self._columns) if column.name == name), None)
        if at is None:
            return range(len(self._rows))
        if self._latest is not None and self._latest[:2] == (name, descending):
            return self._latest[2]
        kind = self._columns[at].kind
        keys: list[SortKey] = []
        for start, stop in turns(len(self._rows), _KEYED):
            keys.extend([sort_key(row[at], kind) for row in self._rows[start:stop]])
        order = _sorted(keys, descending)
        while keys:
            # All at once would hold up the window.
            del keys[-_SEARCHED:]
            step_aside()
        self._latest = (name, descending, order)
        return order


def _sorted(keys: Sequence[SortKey], descending: bool) -> Sequence[int]:
    """The places of ``keys``: sizes, then texts, then empty ones."""
    sizes, texts, empty = array(_NUMBER), array(_NUMBER), array(_NUMBER)
    for start, stop in turns(len(keys), _SEARCHED):
        for place in range(start, stop):
            key = keys[place]
            (empty if key is None else texts if isinstance(key, str) else sizes).append(place)
    order = _merged(sizes, keys, descending)
    order.extend(_merged(texts, keys, descending))
    order.extend(empty)
    return order


def _merged(places: Sequence[int], keys: Sequence[SortKey], descending: bool) -> array[int]:
    """``places`` sorted by their keys, all of one type. Sorting them in one go could not be interrupted."""
    key: Callable[[int], Any] = keys.__getitem__
    runs = [
        array(_NUMBER, sorted(places[start:stop], key=key, reverse=descending))
        for start, stop in turns(len(places), _RUN)
    ]
    merging = merge(*runs, key=key, reverse=descending)
    merged = array(_NUMBER)
    while part := list(islice(merging, _MERGED)):
        merged.extend(part)
        step_aside()
    return merged
