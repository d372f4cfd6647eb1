"""Sorts the rows of a table by one column, without holding up the window: in turns, and merged from sorted runs.

Row numbers are kept in arrays: a list of a million numbers is ten times as large, and whoever drops the last reference
to it (usually the window) waits until each number is freed.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Sequence
from heapq import merge
from itertools import islice
from typing import Any

from leaddesk.domain.records import Value
from leaddesk.domain.sort_keys import SortKey, sort_key
from leaddesk.domain.table import Kind
from leaddesk.domain.turns import step_aside, turns

KEYED = 768
"""How many values are turned into sort keys in about a millisecond."""
_PARTED, _RUN, _MERGED = 4096, 4096, 768
"""The same for the other kinds of work."""
NUMBER = "I"
"""The array type of row numbers: up to 4,294,967,295."""


def in_order(values: Iterable[Sequence[Value]], kind: Kind, *, descending: bool) -> Sequence[int]:
    """Row numbers in the order to show; ``values`` are those of the rows 0, 1, 2, ..., at most KEYED at a time.

    Equal values stay in the order in which they came, in both directions. Empty cells come last in both directions,
    and before them, in a column of sizes, what cannot be read as one. Steps aside in a worker thread.
    """
    keys: list[SortKey] = []
    for part in values:
        if keys:
            step_aside()
        keys.extend([sort_key(value, kind) for value in part])
    order = _sorted(keys, descending)
    while keys:
        # All at once would hold up the window.
        del keys[-_PARTED:]
        step_aside()
    return order


def _sorted(keys: Sequence[SortKey], descending: bool) -> Sequence[int]:
    """The places of ``keys``: sizes, then texts, then empty ones."""
    sizes, texts, empty = array(NUMBER), array(NUMBER), array(NUMBER)
    for start, stop in turns(len(keys), _PARTED):
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
        array(NUMBER, sorted(places[start:stop], key=key, reverse=descending))
        for start, stop in turns(len(places), _RUN)
    ]
    merging = merge(*runs, key=key, reverse=descending)
    merged = array(NUMBER)
    while part := list(islice(merging, _MERGED)):
        merged.extend(part)
        step_aside()
    return merged
