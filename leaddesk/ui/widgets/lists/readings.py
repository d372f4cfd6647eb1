"""The readings that run in this window, whichever list is shown meanwhile."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lists import KeptList
from leaddesk.ui import wording
from leaddesk.ui.background import Background
from leaddesk.ui.desk import Desk

_MEASURED = 16
"""Pages that the rate is measured over."""
_FEWEST = 3
"""Pages before it means anything."""
_AT_ONCE = 2
"""Pages that may come at once, before the pace holds a reading back: they make the rate look higher than it is."""


class Readings(QObject):
    """Lists are named by LeadDesk's own id."""

    changed = Signal(object)
    """A KeptList as it is now: it began, a page of it is on disk, or its reading ended."""
    failed = Signal(object, object)
    """What stopped it (a LeadDeskError), and the KeptList as it is then."""
    came = Signal(object)
    """The first page of this KeptList came."""
    wound_down = Signal(int)
    """Pausing or cancelling the list with this id has come to its end, well or not."""

    def __init__(self, desk: Desk, parent: QObject, clock: Callable[[], float] = time.monotonic) -> None:
        """``clock`` counts seconds."""
        super().__init__(parent)
        self._desk, self._clock = desk, clock
        self._background = Background(parent, desk.notices)
        self._pages: dict[int, deque[tuple[float, int]]] = {}
        """Of each that runs: when how many pages had come."""
        self._stopping: set[int] = set()
        self._winding_down: set[int] = set()
        """Those that ran when they were stopped: on disk they look as if they still ran until that is over."""
        self._errors: dict[int, LeadDeskError] = {}

    @property
    def running(self) -> frozenset[int]:
        return frozenset(self._pages) | frozenset(self._winding_down)

    def error(self, id: int) -> LeadDeskError | None:
        """What stopped the latest reading, where that was in this window; None where nothing did."""
        return self._errors.get(id)

    def forget_error(self, id: int) -> None:
        self._errors.pop(id, None)

    def rate(self, id: int) -> float | None:
        """Requests a second of the latest pages; None while too few came."""
        pages = list(self._pages.get(id, ()))[_AT_ONCE:]
        if not pages or pages[-1][1] - pages[0][1] < _FEWEST:
            return None
        (began, first), (ended, last) = pages[0], pages[-1]
        return (last - first) / (ended - began) if ended > began else None

    def read(self, kept: KeptList, *, anew: bool) -> None:
        """Nothing where it is being read, or stopped: what stops it would stop the new reading too."""
        if kept.id in self.running or kept.id in self._stopping:
            return
        pages = self._pages[kept.id] = deque(maxlen=_MEASURED)
        self._errors.pop(kept.id, None)
        title = wording.filled(self.tr("Reading “%1”"), wording.shortened(" ".join(kept.name.split()), 40))
        ticket = self._desk.running.begin(title)
        first, latest = True, kept

        def progress(now: KeptList) -> None:
            nonlocal first, latest
            latest = now
            count = now.reading.pages_read if now.reading else 0
            if first and pages and count > pages[-1][1]:
                first = False
                self.came.emit(now)
            if not pages or count != pages[-1][1]:
                pages.append((self._clock(), count))
            self.changed.emit(now)

        def end() -> None:
            if self._pages.get(kept.id) is pages:  # else a new reading has begun already
                del self._pages[kept.id]
            self._desk.running.end(ticket)

        def done(now: KeptList) -> None:
            end()
            if kept.id not in self._winding_down:  # else who stopped it tells how it stands then
                self.changed.emit(now)

        def failed(error: LeadDeskError) -> None:
            end()
            self._errors[kept.id] = error
            self.failed.emit(error, latest)

        work = self._desk.actions.read_list(id=kept.id, anew=anew, progress=progress)
        self._background.run(work, done, failed, end)
        self.changed.emit(kept)

    def pause(self, id: int) -> None:
        self._stop(id, cancel=False)

    def cancel(self, id: int) -> None:
        """Also where it stands still: the next reading begins with the first page then."""
        self._stop(id, cancel=True)

    async def put_to_rest(self, id: int) -> None:
        """Pause the list if it is read: it is about to be removed. Raises WorkspaceError."""
        if id not in self._pages:
            return
        self._winding_down.add(id)
        try:
            paused = await self._desk.actions.read_list.pause(id=id)
        finally:
            self._winding_down.discard(id)
        self.changed.emit(paused)  # whoever shows it would take it for one that was broken off

    def _stop(self, id_: int, *, cancel: bool) -> None:
        if id_ in self._stopping:
            return
        self._stopping.add(id_)
        if id_ in self._pages:
            self._winding_down.add(id_)
        actions = self._desk.actions.read_list
        work = actions.cancel(id=id_) if cancel else actions.pause(id=id_)

        def done(now: KeptList) -> None:
            self._errors.pop(id_, None)
            self._stopped(id_)
            self.changed.emit(now)

        def ended() -> None:
            self._stopped(id_)
            self.wound_down.emit(id_)

        self._background.run(work, done, ended=ended)

    def _stopped(self, id_: int) -> None:
        self._stopping.discard(id_)
        self._winding_down.discard(id_)
