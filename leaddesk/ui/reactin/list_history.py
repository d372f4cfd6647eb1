"""What was done to the rail of SmartLists, and how to take it back: add, edit, move, remove."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any, NamedTuple

from PySide6.QtCore import QObject, Signal

from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui.background import Background

_LONGEST = 100


class Step(NamedTuple):
    """Something that was done already."""

    words: str
    """What it was: ``Remove “Webinar guests”``."""
    undo: Callable[[], Awaitable[object]]
    redo: Callable[[], Awaitable[object]]


class ListHistory(QObject):
    """Speaks like QUndoStack, as ``tab_page.Undoing`` asks. One step at a time is taken back or made again.

    A step that fails is dropped together with those before it: they were built on what is no more.
    """

    changed = Signal()

    def __init__(self, background: Background, failed: Callable[[LeadDeskError], None], parent: QObject) -> None:
        super().__init__(parent)
        self._background, self._failed = background, failed
        self._done: list[Step] = []
        self._undone: list[Step] = []
        self._is_busy = False

    def push(self, step: Step) -> None:
        """``step`` was just done. What was undone before cannot be made again any more."""
        self._done = [*self._done, step][-_LONGEST:]
        self._undone.clear()
        self.changed.emit()

    def undo(self) -> None:
        if self.canUndo():
            step = self._done.pop()
            self._go(step.undo, lambda: self._undone.append(step), self._done)

    def redo(self) -> None:
        if self.canRedo():
            step = self._undone.pop()
            self._go(step.redo, lambda: self._done.append(step), self._undone)

    def undo_step(self, step: Step) -> None:
        """Take ``step`` back if it is the last one that was done."""
        if self._done and self._done[-1] is step:
            self.undo()

    def canUndo(self) -> bool:
        return bool(self._done) and not self._is_busy

    def canRedo(self) -> bool:
        return bool(self._undone) and not self._is_busy

    def undoText(self) -> str:
        return self._done[-1].words if self._done else ""

    def _go(self, act: Callable[[], Awaitable[object]], done: Callable[[], None], others: list[Step]) -> None:
        self._is_busy = True

        def failed(error: LeadDeskError) -> None:
            others.clear()
            self._failed(error)

        def ended() -> None:
            self._is_busy = False
            self.changed.emit()

        self._background.run(_awaited(act), lambda _: done(), failed, ended)
        self.changed.emit()


def _awaited(act: Callable[[], Awaitable[object]]) -> Coroutine[Any, Any, object]:
    async def work() -> object:
        return await act()

    return work()
