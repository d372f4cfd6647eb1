"""Finds leads for the window: nothing of it holds up the event loop."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from leaddesk.domain.filter import Filter
from leaddesk.domain.lead_views import Facet, Shelves, View
from leaddesk.domain.leads import LISTS, LeadId
from leaddesk.domain.table import Column, RowSource
from leaddesk.workspace.leads.index import comparing
from leaddesk.workspace.leads.index.arrays import Arrays, state_of
from leaddesk.workspace.leads.index.counting import Counting
from leaddesk.workspace.leads.index.index_file import IndexFile
from leaddesk.workspace.leads.index.known_columns import KnownColumns
from leaddesk.workspace.leads.index.looking import Looking
from leaddesk.workspace.leads.index.parts import Ids, newest_first
from leaddesk.workspace.leads.lead_rows import FIRST, LeadRows

if TYPE_CHECKING:
    import apsw

    from leaddesk.workspace.database import Database

T = TypeVar("T")

Prepare = Callable[[Callable[[float], None]], Awaitable[bool]]
"""Runs ``preparing.prepare`` in the working process; gets who hears how far it is. Whether there was anything to do."""


async def _nothing(progress: Callable[[float], None]) -> bool:
    del progress
    return False


class LeadFinder:
    """Over ``leads.db`` and what was prepared from it. All calls may raise WorkspaceError."""

    def __init__(self, reader: Database, index: Path, prepare: Prepare = _nothing) -> None:
        """``reader`` is for reading alone, so that nobody waits here for who writes. ``index``: ``leads-index.db``."""
        self._reader = reader
        self._run_preparing = prepare
        self._arrays = Arrays(self._ask, IndexFile(index))
        self._looking = Looking(self._ask, self._arrays)
        self._counting = Counting(self._ask, self._arrays, self._looking)
        self._found: tuple[int, View, Ids] | None = None
        """The latest whole answer: the edition, what was asked, the ids."""
        self._columns = KnownColumns(self._ask, self._arrays)
        self._preparing: asyncio.Task[bool] | None = None
        self._is_prepared = True
        self._is_asked = False

    @property
    def is_prepared(self) -> bool:
        """As it was found at the latest question."""
        return self._is_prepared

    async def prepare(self, progress: Callable[[float], None] = lambda _: None) -> bool:
        """Whether anything was worked out by this call; False at once where it is under way already."""
        if self._preparing is not None:
            return False
        self._preparing = asyncio.ensure_future(self._run_preparing(progress))
        try:
            return await self._preparing
        finally:
            self._preparing = None
            await asyncio.to_thread(self.forget)

    @property
    def missed_orders(self) -> tuple[str, ...]:
        """Columns that were sorted by and whose order is not prepared: for the next preparing."""
        return tuple(self._arrays.missed_orders)

    async def open(self, view: View, *, whole: bool = False) -> RowSource:
        return await self._asked(lambda: self._open(view, whole=whole))

    def is_whole(self, source: RowSource) -> bool:
        return not isinstance(source, LeadRows) or source.is_whole

    async def whole(self, source: RowSource) -> RowSource:
        if not isinstance(source, LeadRows) or source.is_whole:
            return source
        return await self.open(source.view, whole=True)

    async def shelves(self) -> Shelves:
        return await self._asked(self._counting.shelves)

    async def facets(self, view: View, columns: Sequence[str], limit: int) -> tuple[Facet, ...]:
        return await self._asked(lambda: self._counting.facets(view, columns, limit))

    async def columns(self) -> tuple[Column, ...]:
        return await self._asked(self._columns.all)

    async def ids_of(self, source: RowSource, numbers: Sequence[int]) -> tuple[LeadId, ...]:
        """Raises TypeError where ``source`` is not of here."""
        if not isinstance(source, LeadRows):
            raise TypeError(source)
        return await asyncio.to_thread(source.ids_of, numbers)

    async def values(self, column: str, typed: str, limit: int) -> tuple[str, ...]:
        return await self._asked(lambda: self._counting.values(column, typed, limit))

    async def known(self, wanted: Filter, progress: Callable[[float], None] = lambda _: None) -> tuple[int, int]:
        """How many leads a filter of ReachStream finds, for certain and likely; see ``domain.comparison``.

        ``progress`` hears 0.0 to 1.0 on the event loop.
        """
        loop = asyncio.get_running_loop()

        def tell(done: float) -> None:
            loop.call_soon_threadsafe(progress, done)

        return await self._asked(lambda: comparing.known(self._ask, self._arrays, wanted, tell))

    def forget(self) -> None:
        """``leads.db`` or the index is another file now: after a backup was restored, or the index deleted."""
        self._arrays.file.close()
        self._arrays.forget()
        self._columns.forget()
        self._found = None

    async def drop(self) -> None:
        """Delete what was prepared: somebody was erased, and no byte of them may be left in it. It is made again."""
        await asyncio.to_thread(self._arrays.file.drop)
        await asyncio.to_thread(self.forget)

    async def aclose(self) -> None:
        await asyncio.to_thread(self._arrays.file.close)

    async def _asked(self, look: Callable[[], T]) -> T:
        if not self._is_asked:
            await self._reader.read(state_of)  # so that worker threads may ask
            self._is_asked = True
        return await asyncio.to_thread(look)

    def _ask(self, question: Callable[[apsw.Connection], T]) -> T:
        return self._reader.now(question)

    def _open(self, view: View, *, whole: bool) -> LeadRows:
        self._is_prepared = self._looking.is_small or self._looking.is_prepared
        columns = self._columns.all()
        edition = self._arrays.since(-1)[0].edition
        known = self._found
        if known is not None and known[:2] == (edition, view) and not _names_lists(view):
            ids, is_whole = known[2], True
        elif whole or self._looking.is_quick(view):
            ids, is_whole = newest_first(self._looking.all(view)), True
            self._found = edition, view, ids
        else:
            found, is_whole = self._looking.first(view, FIRST)
            ids = np.array(found, np.uint32)
        return LeadRows(self._reader, self._arrays, view, columns, ids, is_whole=is_whole)


def _names_lists(view: View) -> bool:
    """Whether its leads may be others though none of them was changed: a list has got another name."""
    return any(condition.column == LISTS for condition in view.conditions)
