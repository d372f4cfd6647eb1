"""Read a whole list of a provider, page by page; every page is on disk before it is shown.

It can be paused and gone on with, also after a restart, cancelled, and begun anew; whatever came stays.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Protocol

from leaddesk.domain.call_budget import ReadingPrice
from leaddesk.domain.changes import Announcer, Changes
from leaddesk.domain.errors import AskedToSlowDown, LeadDeskError, WorkspaceError
from leaddesk.domain.list_reading import Checkpoint
from leaddesk.domain.lists import KeptList, ReadingState
from leaddesk.domain.pages import Page
from leaddesk.domain.urgency import Urgency

_SITS_OUT = 5
"""How many times in a row a reading that nobody waits for sits out a "slow down" that a single call would not."""

_LONGEST_PAUSE = 120.0
"""Seconds; a longer one is told instead."""

_WINDS_DOWN = 2.0
"""Seconds that a call which is under way may take to end when its reading is stopped: it was counted, so its answer is
wanted."""


class ListStore(Protocol):
    """Where lists are kept. Every call returns when the disk has it."""

    async def one(self, id_: int, /) -> KeptList: ...

    async def begin(self, id_: int, /) -> tuple[KeptList, Checkpoint, int]: ...

    async def go_on(self, id_: int, /) -> tuple[KeptList, Checkpoint, int]: ...

    async def take(self, id_: int, page: Page, /, *, checks: bool, turn: int) -> tuple[KeptList, Checkpoint]: ...

    async def end(
        self, id_: int, state: ReadingState, trouble: str = "", /, *, turn: int | None = None
    ) -> KeptList: ...


class ReadPage(Protocol):
    """Asks the provider for a page of a list."""

    def __call__(self, kept: KeptList, number: int, /, *, urgency: Urgency) -> Awaitable[Page]: ...


@dataclass(frozen=True)
class WayToRead:
    """How the lists of one provider are read."""

    page: ReadPage
    page_size: int
    checks: bool
    """Whether calls are free, so that the beginning of a list is looked at again at its end (``list_reading``)."""
    seconds_between: Callable[[], float]
    month: int | None = None
    """How many calls a month has; None for no limit."""
    only_waits: Callable[[], bool] = lambda: False
    """Whether calls to this provider wait at this moment and none is under way: then nothing is lost by not waiting."""


@dataclass
class _Running:
    task: asyncio.Task[object]
    is_unwanted: bool = False
    is_asking: bool = False
    """Whether a page is waited for; else one is on its way to the disk, and must get there."""
    only_waits: Callable[[], bool] = lambda: False


class ReadList:
    """Lists are named by LeadDesk's own id. All calls may raise WorkspaceError (ListGone among them)."""

    def __init__(self, store: ListStore, ways: Mapping[str, WayToRead], announcer: Announcer) -> None:
        """``ways`` by provider id."""
        self._store = store
        self._ways = ways
        self._announcer = announcer
        self._running: dict[int, _Running] = {}

    def price(self, kept: KeptList) -> ReadingPrice:
        """What it costs to read ``kept`` to its end: from where its reading stands, if it can go on."""
        way, reading = self._ways[kept.provider], kept.reading
        leads, done = kept.told, 0
        if reading is not None:
            leads = reading.total if leads is None else leads  # the list of lists may have told of more since
            done = reading.next_page - 1 if reading.can_go_on else 0
        if leads is None and kept.rows:
            leads = kept.rows
        left = None if leads is None else max(0, leads - done * way.page_size)
        waits = kept.id in self._running
        return ReadingPrice.of(left, way.page_size, way.seconds_between(), way.month, waits=waits)

    def seconds_between(self, provider: str) -> float:
        """How far two calls to this provider are apart now."""
        return self._ways[provider].seconds_between()

    def is_reading(self, *, id: int) -> bool:  # noqa: A002
        """Whether this LeadDesk reads the list at this moment."""
        return id in self._running

    async def __call__(
        self,
        *,
        id: int,  # noqa: A002
        anew: bool = False,
        progress: Callable[[KeptList], None] = lambda _: None,
    ) -> KeptList:
        """Read the list to its end and return it as it is then; or as it is when ``pause`` or ``cancel`` came, also
        those of another LeadDesk.

        Goes on where the last reading stopped; ``anew``, or after a complete one, from the first page. ``progress``
        gets the list when it begins and after each page, when its leads are on disk. An error of the provider is kept
        with the list (``Reading.trouble``) and raised. A list that is being read already is not read twice:
        returned as it is. Cancelling the task leaves everything as it is on disk.

        Raises ProviderError, KeychainError, AddressRefused, ReadElsewhere.
        """
        task = asyncio.current_task()
        if task is None or id in self._running:
            return await self._store.one(id)
        running = self._running[id] = _Running(task)
        try:
            return await self._read(id, running, anew=anew, progress=progress)
        finally:
            del self._running[id]

    async def pause(self, *, id: int) -> KeptList:  # noqa: A002
        """Stop reading; a call that is under way is waited for, for two seconds at most."""
        return await self._stop(id, ReadingState.PAUSED)

    async def cancel(self, *, id: int) -> KeptList:  # noqa: A002
        """Stop reading for good: what came stays, and the next reading begins with the first page."""
        return await self._stop(id, ReadingState.CANCELLED)

    async def _read(self, id_: int, running: _Running, *, anew: bool, progress: Callable[[KeptList], None]) -> KeptList:
        kept, point, turn = await (self._store.begin(id_) if anew else self._store.go_on(id_))
        self._tell(kept, progress)
        way, urgency = self._ways[kept.provider], Urgency.CLICK
        running.only_waits = way.only_waits
        while not point.is_done and not running.is_unwanted:
            running.is_asking = True
            try:
                page = await self._page(way, kept, point.next_page, urgency)
            except WorkspaceError:
                raise
            except LeadDeskError as error:
                stopped = await self._store.end(id_, ReadingState.STOPPED, type(error).__name__, turn=turn)
                self._tell(stopped, progress)
                raise
            finally:
                running.is_asking = False
            kept, point = await self._store.take(id_, page, checks=way.checks, turn=turn)
            self._tell(kept, progress)
            if kept.reading is None or kept.reading.state is not ReadingState.READING:
                break  # complete, or another LeadDesk has stopped it
            urgency = Urgency.BACKGROUND  # the first page is what somebody waits for
        return kept

    async def _page(self, way: WayToRead, kept: KeptList, number: int, urgency: Urgency) -> Page:
        for _ in range(_SITS_OUT):
            try:
                return await way.page(kept, number, urgency=urgency)
            except AskedToSlowDown as slow:
                if (slow.wait or 0) > _LONGEST_PAUSE:
                    raise
        return await way.page(kept, number, urgency=urgency)

    async def _stop(self, id_: int, state: ReadingState) -> KeptList:
        running = self._running.get(id_)
        if running is not None:
            running.is_unwanted = True
            patience = 0.0 if running.is_asking and running.only_waits() else _WINDS_DOWN
            _, late = await asyncio.wait({running.task}, timeout=patience)
            if late:
                running.task.cancel()
                await asyncio.wait({running.task})
        kept = await self._store.one(id_)
        if kept.reading is not None and kept.reading.can_go_on:  # else the last page came while it was stopped
            kept = await self._store.end(id_, state)
        self._tell(kept, lambda _: None)
        return kept

    def _tell(self, kept: KeptList, progress: Callable[[KeptList], None]) -> None:
        progress(kept)
        self._announcer.announce(Changes(lists=frozenset({kept.provider})))
