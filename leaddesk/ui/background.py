"""The one wrapper around the event loop: work for a widget, in the background.

A widget owns a ``Background``; whatever it runs is cancelled when the widget goes, is kept alive until it ends (asyncio
holds tasks weakly), and cannot fail unseen: an expected error goes to the caller's ``failed`` or to the notices, anything
else to the bug dialog. Nothing here spins a nested event loop, which would lose other tasks (qasync issue 82).
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
        owner.destroyed.connect(self.cancel_all)

    def run(  # noqa: PLR0917
        self,
        work: Coroutine[Any, Any, T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[LeadDeskError], None] | None = None,
        ended: Callable[[], None] | None = None,
        replacing: str = "",
    ) -> asyncio.Task[T]:
        """Start ``work``; ``done`` gets its result, ``failed`` an expected error, ``ended`` is called in every case.

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
                task.cancel()
                self._tasks[task] = ""

    def cancel_all(self) -> None:
        for task in tuple(self._tasks):
            task.cancel()

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
        try:
            if not task.cancelled():
                error = task.exception()
                if isinstance(error, LeadDeskError):
                    (failed or self._reporter.problem)(error)
                elif error is not None:
                    self._reporter.bug(error)
                elif done is not None:
                    done(task.result())
        except Exception as error:  # noqa: BLE001 - a callback's bug is shown like any other, never lost in the loop
            self._reporter.bug(error)
        finally:
            if ended is not None:
                ended()


async def end_background_work(reporter: Reporter) -> None:
    """Cancel whatever runs for any widget with this reporter, and wait until all of it has ended."""
    running = [task for task in asyncio.all_tasks() if task.get_name() == _task_name(reporter)]
    for task in running:
        task.cancel()
    await asyncio.gather(*running, return_exceptions=True)


def _task_name(reporter: Reporter) -> str:
    return f"background work of {id(reporter)}"
