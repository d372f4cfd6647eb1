"""What was done to leads and lists, as Undo and Redo take it: the history lies on the disk and survives a restart."""

from __future__ import annotations

from collections.abc import Awaitable, Callable

from PySide6.QtCore import QObject, Signal

from leaddesk.actions.keep_leads import KeepLeads
from leaddesk.domain.errors import LeadDeskError
from leaddesk.domain.lead_history import Step
from leaddesk.ui.background import Background
from leaddesk.ui.leads.texts import act_words

_STEPPING, _READING = "stepping", "steps"


class LeadHistory(QObject):
    """Speaks like QUndoStack, as ``tab_page.Undoing`` asks. One step at a time."""

    changed = Signal()
    stepped = Signal(object, bool)
    """The Step that was taken back, or made again (then True)."""

    def __init__(
        self, keep: KeepLeads, background: Background, failed: Callable[[LeadDeskError], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._keep, self._background, self._failed = keep, background, failed
        self._steps: tuple[Step | None, Step | None] = (None, None)
        self._is_busy = False

    def refresh(self) -> None:
        """Look again what can be taken back. What fails is told by whatever else is asked."""
        self._background.run(self._keep.steps(), self._show, lambda _: self._show((None, None)), replacing=_READING)

    def undo(self) -> None:
        if self.canUndo():
            self._go(self._keep.undo, again=False)

    def redo(self) -> None:
        if self.canRedo():
            self._go(self._keep.redo, again=True)

    def undo_step(self, step: Step) -> None:
        """Take ``step`` back if nothing was done after it."""

        def known(steps: tuple[Step | None, Step | None]) -> None:
            self._show(steps)
            if steps[0] is not None and steps[0].id == step.id:
                self.undo()

        self._background.run(self._keep.steps(), known, self._failed, replacing=_READING)

    def canUndo(self) -> bool:
        return self._steps[0] is not None and not self._is_busy

    def canRedo(self) -> bool:
        return self._steps[1] is not None and not self._is_busy

    def undoText(self) -> str:
        return act_words(self._steps[0]) if self._steps[0] is not None else ""

    def redoText(self) -> str:
        return act_words(self._steps[1]) if self._steps[1] is not None else ""

    def _show(self, steps: tuple[Step | None, Step | None]) -> None:
        if steps != self._steps:
            self._steps = steps
            self.changed.emit()

    def _go(self, act: Callable[[], Awaitable[Step | None]], *, again: bool) -> None:
        async def work() -> tuple[Step | None, tuple[Step | None, Step | None]]:
            return await act(), await self._keep.steps()

        def done(result: tuple[Step | None, tuple[Step | None, Step | None]]) -> None:
            step, steps = result
            self._show(steps)
            if step is not None:
                self.stepped.emit(step, again)

        def failed(error: LeadDeskError) -> None:
            self._failed(error)
            self.refresh()

        def ended() -> None:
            self._is_busy = False
            self.changed.emit()

        self._is_busy = True
        self._background.run(work(), done, failed, ended)
        self.changed.emit()
