"""Go through pairs of leads that are likely one person: merge them, keep them apart for ever, or decide later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.leads import LeadId
from leaddesk.domain.likely import Pair

_CHANGED = Changes(leads=True)


class LikelyPairs(Protocol):
    """``workspace.leads.lead_store``. Every call returns when the disk has it."""

    async def likely_pairs(self, offset: int, limit: int, /) -> Sequence[Pair]: ...

    async def count_likely(self) -> int: ...

    async def merge(self, keep: LeadId, drop: LeadId, choose: Mapping[str, str], /) -> LeadId: ...

    async def keep_apart(self, one: LeadId, other: LeadId, /) -> None: ...

    async def later(self, one: LeadId, other: LeadId, /) -> None: ...


class ReviewDuplicates:
    """The review. All calls may raise WorkspaceError or FileError; each ruling is undone by ``KeepLeads.undo``."""

    def __init__(self, store: LikelyPairs, announcer: Announcer) -> None:
        self._store = store
        self._announcer = announcer

    async def pairs(self, *, offset: int = 0, limit: int = 20) -> Sequence[Pair]:
        """Those that wait, the most telling first, then those put off; the older lead of each is the left one."""
        return await self._store.likely_pairs(offset, limit)

    async def count(self) -> int:
        """How many wait, those put off as well."""
        return await self._store.count_likely()

    async def merge(self, *, pair: Pair, keep_left: bool = True, choose: Mapping[str, str] | None = None) -> LeadId:
        """Make one lead of both and return which: all records, lists, tags and notes of both are kept.

        Where both have a value, that of the kept one is shown; ``choose`` (by column; ``""`` shows nothing) says
        otherwise. Raises PairGone where one of them is no lead any more.
        """
        keep, drop = (pair.left, pair.right) if keep_left else (pair.right, pair.left)
        both = keep.values.keys() & drop.values.keys()
        shown = {column: keep.values[column] for column in sorted(both) if keep.values[column] != drop.values[column]}
        kept = await self._store.merge(keep.id, drop.id, {**shown, **(choose or {})})
        self._announcer.announce(_CHANGED)
        return kept

    async def keep_apart(self, *, pair: Pair) -> None:
        """They are two people: never asked again, and never merged by themselves."""
        await self._store.keep_apart(pair.left.id, pair.right.id)
        self._announcer.announce(_CHANGED)

    async def later(self, *, pair: Pair) -> None:
        """Ask again after all others."""
        await self._store.later(pair.left.id, pair.right.id)
        self._announcer.announce(_CHANGED)
