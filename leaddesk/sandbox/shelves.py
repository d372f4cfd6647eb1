"""The lists that a provider keeps: cut out of the made-up world, read page by page, and changed between two reads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property
from random import Random
from typing import Any, NamedTuple

from leaddesk.sandbox.world import World

Record = dict[str, Any]
"""A lead or contact as its provider shows it."""

_PEOPLE = 12_000


class Crowd:
    """Contacts of the world in an order of their own. Lists are cut from it; where cuts overlap, people are in both."""

    def __init__(self, world: World) -> None:
        self.world = world

    def __len__(self) -> int:
        return min(_PEOPLE, len(self.world))

    def __getitem__(self, place: int) -> int:
        """The contact at ``place``; behind the last comes the first again."""
        return self._order[place % len(self)]

    @cached_property
    def _order(self) -> list[int]:
        return Random(len(self.world)).sample(range(len(self.world)), len(self))


class Cut(NamedTuple):
    """What is cut out of a crowd to be a list."""

    id: str
    name: str
    start: int
    """The place of its first contact in the crowd."""
    size: int


class Shelf:
    """One list. A record is made when it is looked at, the same each time. Usable from any thread."""

    def __init__(self, crowd: Crowd, cut: Cut, shown: Callable[[int], Record]) -> None:
        """As many contacts of ``crowd`` as ``cut`` says and there are; ``shown`` makes the record of one."""
        self.id = cut.id
        self.name = cut.name
        self._crowd = crowd
        self._start = cut.start
        self._size = min(cut.size, len(crowd))
        self._shown = shown
        self._lock = threading.Lock()
        self._entries: list[int | Record] | None = None
        self._drawn = 0
        self.deleted = False
        """Whether the provider has forgotten it; until ``restore``."""

    def __len__(self) -> int:
        with self._lock:
            return self._size if self._entries is None else len(self._entries)

    def window(self, page: int, size: int) -> tuple[list[Record], int]:
        """The records of a page (counted from 1) of so many, and how many records the list has at that moment."""
        with self._lock:
            entries = self._made()
            return [self._record(entry) for entry in entries[(page - 1) * size : page * size]], len(entries)

    def records(self) -> list[Record]:
        """All records, in order."""
        with self._lock:
            return [self._record(entry) for entry in self._made()]

    def change(
        self,
        *,
        add: int | Sequence[Record] = 0,
        at: int | None = None,
        remove: Iterable[int] = (),
        update: Mapping[int, Record] | None = None,
    ) -> None:
        """Updates, then removes, then adds; positions count from 0 and mean the list as it was before the call.

        ``update``: position to the fields that become other. ``add``: records, or how many made-up ones that are not
        yet in it; they come to stand at position ``at`` of what is left, or at the end. Raises ValueError for a
        position that is not there; then nothing has changed.
        """
        changed, gone = dict(update or {}), set(remove)
        with self._lock:
            entries = list(self._made())
            wrong = [place for place in (*changed, *gone) if not 0 <= place < len(entries)]
            left = len(entries) - len(gone)
            place = left if at is None else at
            if wrong or not 0 <= place <= left:
                raise ValueError(f"the list has {len(entries)} records, and none at {wrong or [at]}")
            for number, fields in changed.items():
                entries[number] = {**self._record(entries[number]), **fields}
            kept = [entry for number, entry in enumerate(entries) if number not in gone]
            new = self._draw(add) if isinstance(add, int) else [dict(record) for record in add]
            self._entries = [*kept[:place], *new, *kept[place:]]

    def restore(self) -> None:
        """As it was at first."""
        with self._lock:
            self._entries, self._drawn, self.deleted = None, 0, False

    def _made(self) -> list[int | Record]:
        if self._entries is None:
            self._entries = [self._crowd[self._start + place] for place in range(self._size)]
        return self._entries

    def _record(self, entry: int | Record) -> Record:
        return self._shown(entry) if isinstance(entry, int) else dict(entry)

    def _draw(self, count: int) -> list[int]:
        first = self._start + self._size + self._drawn
        self._drawn += count
        return [self._crowd[first + place] for place in range(count)]
