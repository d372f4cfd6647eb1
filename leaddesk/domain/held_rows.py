"""Rows held in memory, arranged for a table: filtered by words, sorted by what the values mean.

A hundred thousand rows take a moment, and Python runs one thread at a time: a worker thread that arranges them would
freeze the window, which needs a turn for every cell that it paints. So the work is cut into pieces of about a
millisecond, and a worker thread steps aside after each.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from leaddesk.domain.records import Row
from leaddesk.domain.sort_keys import SortKey, folded, sort_key
from leaddesk.domain.table import Arrangement, Column

_ASIDE = 0.001
"""Seconds. A real pause: after ``sleep(0)`` the worker often has its turn back before the window has woken."""
_FOLDED, _KEYED, _SEARCHED, _RUN, _MERGED = 192, 768, 4096, 4096, 768
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
        found: list[int] = []
        for start, stop in _turns(len(order), _SEARCHED):
            part = order[start:stop]
            for word in words:
                part = [number for number in part if word in texts[number]]
            found.extend(part)
        return found

    def _fold(self) -> list[str]:
        """Each row as one text with a line for each cell: no word of a needle holds a line break, so none spans two."""
        texts: list[str] = []
        for start, stop in _turns(len(self._rows), _FOLDED):
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
        for start, stop in _turns(len(self._rows), _KEYED):
            keys.extend([sort_key(row[at], kind) for row in self._rows[start:stop]])
        order = _sorted(keys, descending)
        self._latest = (name, descending, order)
        return order


def _sorted(keys: Sequence[SortKey], descending: bool) -> Sequence[int]:
    """The places of ``keys``: sizes, then texts, then empty ones."""
    sizes: list[int] = []
    texts: list[int] = []
    empty: list[int] = []
    for start, stop in _turns(len(keys), _SEARCHED):
        for place in range(start, stop):
            key = keys[place]
            (empty if key is None else texts if isinstance(key, str) else sizes).append(place)
    return [*_merged(sizes, keys, descending), *_merged(texts, keys, descending), *empty]


def _merged(places: Sequence[int], keys: Sequence[SortKey], descending: bool) -> list[int]:
    """``places`` sorted by their keys, all of one type. Sorting them in one go could not be interrupted."""
    key: Callable[[int], Any] = keys.__getitem__
    runs = [sorted(places[start:stop], key=key, reverse=descending) for start, stop in _turns(len(places), _RUN)]
    merging = merge(*runs, key=key, reverse=descending)
    merged: list[int] = []
    while part := list(islice(merging, _MERGED)):
        merged.extend(part)
        _step_aside()
    return merged


def _turns(total: int, step: int) -> Iterator[tuple[int, int]]:
    """``range(total)`` in steps, each as (start, stop), stepping aside between them."""
    for start in range(0, total, step):
        if start:
            _step_aside()
        yield start, min(start + step, total)


def _step_aside() -> None:
    """Let the window have its turn; in the main thread there is nobody to let."""
    if threading.current_thread() is not threading.main_thread():
        time.sleep(_ASIDE)
