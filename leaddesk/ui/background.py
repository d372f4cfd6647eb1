"""The one wrapper around the event loop: work for a widget, in the background.

A widget owns a ``Background``; whatever it runs is cancelled when the widget goes, is kept alive until it ends (asyncio
holds tasks weakly), and cannot fail unseen: an expected error goes to the caller's ``failed`` or to the notices,
anything else to the bug dialog, a callback's mistake too. Nothing here spins a nested event loop, which would lose
other tasks (qasync issue 82).
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Protocol, TypeVar

from PySide6.QtCore import QObject

from leaddesk.domain.errors import LeadDeskError

T = TypeVar("T")


class Reporter(Protocol):
    """Where errors go that the caller does not show itself."""

    def problem(self, error: LeadDeskError) -> None: ...

    def bug(self, error: BaseException) -> None: ...


class Background:
    """Runs coroutines for ``owner``."""

    def __init__(self, owner: QObject, reporter: Reporter) -> None:
        self._reporter = reporter
        self._tasks: dict[asyncio.Task[Any], str] = {}
        self._dropped: set[asyncio.Task[Any]] = set()
        self._owner_is_gone = False
        owner.destroyed.connect(self._owner_gone)

    def run(
        self,
        work: Coroutine[Any, Any, T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[LeadDeskError], None] | None = None,
        ended: Callable[[], None] | None = None,
        replacing: str = "",
    ) -> asyncio.Task[T]:
        """Start ``work``; ``done`` gets its result, ``failed`` an expected error, ``ended`` is called after either.

        ``ended`` is also called for work that was cancelled; work that was replaced may end after the newer has begun.
        None of them is called once the owner is destroyed, for what they would touch is gone with it; an error that
        came just before goes to the notices.

        ``replacing`` names a place: work that is still running there is cancelled first, so an older answer can never
        overwrite a newer one.
        """
        if replacing:
            self.cancel(replacing)
        task = asyncio.get_running_loop().create_task(work, name=_task_name(self._reporter))
        self._tasks[task] = replacing
        task.add_done_callback(lambda finished: self._finish(finished, done, failed, ended))
        return task

    def cancel(self, place: str) -> None:
        """Cancel what runs at ``place``, if anything."""
        for task, its_place in tuple(self._tasks.items()):
            if its_place == place:
                self._tasks[task] = ""
                self._drop(task)

    def cancel_all(self) -> None:
        for task in tuple(self._tasks):
            self._drop(task)

    def _drop(self, task: asyncio.Task[Any]) -> None:
        """Cancelling comes too late for work whose answer is on its way to ``done``: that is not wanted either."""
        self._dropped.add(task)
        task.cancel()

    def _owner_gone(self) -> None:
        self._owner_is_gone = True
        self.cancel_all()

    def is_running(self, place: str) -> bool:
        return place in self._tasks.values()

    def _finish(
        self,
        task: asyncio.Task[T],
        done: Callable[[T], None] | None,
        failed: Callable[[LeadDeskError], None] | None,
        ended: Callable[[], None] | None,
    ) -> None:
        self._tasks.pop(task, None)
        is_wanted = task not in self._dropped
        self._dropped.discard(task)
        error = None if task.cancelled() else task.exception()
        if error is not None and not isinstance(error, LeadDeskError):
            self._reporter.bug(error)
        elif error is not None and self._owner_is_gone:
            self._reporter.problem(error)
        elif error is not None and is_wanted:
            self._call(failed or self._reporter.problem, error)
        elif done is not None and is_wanted and not task.cancelled():
            self._call(done, task.result())
        if ended is not None and not self._owner_is_gone:
            self._call(ended)

    def _call(self, callback: Callable[..., None], *facts: object) -> None:
        """A callback's bug is shown like any other, never lost in the loop."""
        try:
            callback(*facts)
        except Exception as error:  # noqa: BLE001
            self._reporter.bug(error)


async def end_background_work(reporter: Reporter) -> None:
    """Cancel whatever runs for any widget with this reporter, and wait until all of it has ended."""
    running = [task for task in asyncio.all_tasks() if task.get_name() == _task_name(reporter)]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def _task_name(reporter: Reporter) -> str:
    return f"background work of {id(reporter)}"
