"""Ids of all leads that have a value in a column, sorted by it: made once, patched where leads changed.

The order of ``domain.row_order``: sizes, then texts; of equal ones the newest first, in both directions. Leads
without a value are not in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

import numpy as np

from leaddesk.domain.sort_keys import SortKey, sort_key
from leaddesk.domain.turns import step_aside
from leaddesk.workspace.leads.index import cells
from leaddesk.workspace.leads.index.parts import Array, Ask, Ids, Part, flags_of

if TYPE_CHECKING:
    import apsw

AHEAD = ("name", "company", "title", "email", "country")
"""Columns that are prepared before anybody asks."""
MOST_PATCHED = 2_000
"""Changed leads that are put in at their places; with more, the order is made anew."""
_TOGETHER = 64
"""How many of them one question is about."""


def name_of(column: str, *, descending: bool) -> str:
    """How the part is called."""
    return f"{'down' if descending else 'up'}:{column}"


def made(column: str, edition: int, slices: Iterator[Sequence[tuple[int, Any]]]) -> tuple[Part, Part]:
    """Both orders of a column, upwards and downwards, from its cells by id. For the working process."""
    kind = cells.column_of(column).kind
    code_of: dict[str, int] = {}
    ids: list[Array] = []
    codes: list[Array] = []
    for found in slices:
        there = [(id_, value) for id_, cell in found if (value := cells.shown(column, cell)) is not None]
        ids.append(np.array([id_ for id_, _ in there], np.uint32))
        codes.append(np.array([code_of.setdefault(value, len(code_of)) for _, value in there], np.uint32))
    keys: list[SortKey] = [sort_key(value, kind) for value in code_of]
    del code_of
    up, down = _ranks(keys)
    newest_first = np.concatenate([*ids, np.empty(0, np.uint32)])[::-1]
    of_newest = np.concatenate([*codes, np.empty(0, np.uint32)])[::-1]
    return (
        Part(name_of(column, descending=False), edition, _sorted(newest_first, up[of_newest])),
        Part(name_of(column, descending=True), edition, _sorted(newest_first, down[of_newest])),
    )


def patched(part: Part, ask: Ask, ids: Sequence[int], size: int, edition: int) -> Part:
    """``part`` with these leads (few) at the places that they have now."""
    direction, _, column = part.name.partition(":")
    keys = _Keys(column, descending=direction == "down")
    kept: Ids = part.data[~flags_of(ids, max(size, int(part.data.max(initial=0)) + 1))[part.data]]
    placed: list[tuple[tuple[Any, ...], int, int]] = []
    for start in range(0, len(ids), _TOGETHER):
        if start:
            step_aside()
        placed.extend(ask(partial(keys.places, ids[start : start + _TOGETHER], kept)))
    placed.sort()
    places, added = [place for _, place, _ in placed], [id_ for _, _, id_ in placed]
    data = np.insert(kept, places, np.array(added, np.uint32)) if placed else kept
    return Part(part.name, edition, data)


class _Keys:
    """Where leads belong in an order, by looking at the leads that stand there."""

    def __init__(self, column: str, *, descending: bool) -> None:
        self._column, self._kind, self._descending = column, cells.column_of(column).kind, descending
        self._known: dict[int, SortKey] = {}

    def places(
        self, ids: Sequence[int], order: Ids, connection: apsw.Connection
    ) -> list[tuple[tuple[Any, ...], int, int]]:
        """What each that has a value sorts by, its place, and its id."""
        found: list[tuple[tuple[Any, ...], int, int]] = []
        for id_ in ids:
            key = self._key(connection, id_)
            if key is not None:
                place = self._place(key, id_, order, partial(self._key, connection))
                found.append(((place, *_Turned.made(key, self._descending), -id_), place, id_))
        return found

    def _place(self, key: SortKey, id_: int, order: Ids, key_at: Callable[[int], SortKey]) -> int:
        wanted = (*_Turned.made(key, self._descending), -id_)
        low, high = 0, len(order)
        while low < high:
            middle = (low + high) // 2
            other = int(order[middle])
            if (*_Turned.made(key_at(other), self._descending), -other) < wanted:
                low = middle + 1
            else:
                high = middle
        return low

    def _key(self, connection: apsw.Connection, id_: int) -> SortKey:
        if id_ not in self._known:
            found = cells.between(connection, self._column, id_, id_)
            value = cells.shown(self._column, found[0][1]) if found else None
            self._known[id_] = sort_key(value, self._kind)
        return self._known[id_]


class _Turned(str):
    """A text that sorts the other way round."""

    __slots__ = ()

    def __lt__(self, other: str) -> bool:
        return str.__gt__(self, other)

    def __gt__(self, other: str) -> bool:
        return str.__lt__(self, other)

    @classmethod
    def made(cls, key: SortKey, descending: bool) -> tuple[Any, ...]:
        """Sizes before texts in both directions; nothing last."""
        if key is None:
            return (2, 0)
        if isinstance(key, str):
            return (1, cls(key) if descending else key)
        return (0, -key if descending else key)


def _ranks(keys: Sequence[SortKey]) -> tuple[Array, Array]:
    """Where each key stands among all, upwards and downwards; equal ones at one place, -1 for nothing."""
    sizes = sorted({key for key in keys if isinstance(key, float)})
    texts = sorted({key for key in keys if isinstance(key, str)})
    first_text, after = len(sizes), len(sizes) + len(texts)
    all_keys: list[SortKey] = [*sizes, *texts]
    upwards = {key: at for at, key in enumerate(all_keys)}
    up = np.array([-1 if key is None else upwards[key] for key in keys], np.int32)
    down = np.where(up < first_text, first_text - 1 - up, first_text + after - 1 - up)
    down[up < 0] = -1
    return up, down.astype(np.int32)


def _sorted(newest_first: Array, ranks: Array) -> Ids:
    there = ranks >= 0
    order: Ids = newest_first[there][np.argsort(ranks[there], kind="stable")]
    return order
