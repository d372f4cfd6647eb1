"""Before a session ends: what cannot be saved is told, and the person decides whether to leave all the same."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from enum import Enum, auto

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from leaddesk.domain.errors import LeadDeskError
from leaddesk.ui.error_texts import explain

_log = logging.getLogger(__name__)

Keep = Callable[[], Awaitable[LeadDeskError | None]]
"""Writes one thing to the disk; what kept it from that, or None."""


class _Answer(Enum):
    AGAIN = auto()
    LEAVE = auto()
    STAY = auto()


class Leaving(QObject):
    """Asks over one window."""

    def __init__(self, window: QWidget, keepers: Mapping[str, Keep]) -> None:
        """``keepers``: what is to be kept, in the words of the window ("Your filter"), and how that is done."""
        super().__init__(window)
        self._window, self._keepers = window, keepers
        self._asks = True
        self._answer: asyncio.Future[_Answer] | None = None

    def ask_no_more(self) -> None:
        """Nobody may be there to answer, or the system is going down. A question that is open is closed: leave."""
        self._asks = False
        self._answered(_Answer.LEAVE)

    async def may_leave(self) -> bool:
        """When everything is on disk or was given up by the person; False if they want to go on working."""
        while True:
            lost = {what: error for what, keep in self._keepers.items() if (error := await keep()) is not None}
            for what, error in lost.items():
                _log.error("not saved at the end: %s: %s", what, explain(error).plain)
            if not lost or not self._asks:
                return True
            answer = await self._ask(lost)
            if answer is not _Answer.AGAIN:
                return answer is _Answer.LEAVE

    async def _ask(self, lost: Mapping[str, LeadDeskError]) -> _Answer:
        self._window.show()  # its cross has hidden it
        box = QMessageBox(self._window)
        box.setObjectName("leaving-dialog")
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(self.tr("LeadDesk"))
        box.setText(self.tr("Not everything could be saved."))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setInformativeText("\n\n".join(f"{what}: {explain(error).plain}" for what, error in lost.items()))
        again = box.addButton(self.tr("&Try again"), QMessageBox.ButtonRole.AcceptRole)
        lose = box.addButton(self.tr("&Leave without saving"), QMessageBox.ButtonRole.DestructiveRole)
        stay = box.addButton(self.tr("&Go back"), QMessageBox.ButtonRole.RejectRole)
        box.setDefaultButton(again)
        box.setEscapeButton(stay)
        answers = {}
        for button, answer in ((again, _Answer.AGAIN), (lose, _Answer.LEAVE), (stay, _Answer.STAY)):
            button.setObjectName(f"leaving-{answer.name.lower()}")
            answers[button.objectName()] = answer
        box.finished.connect(lambda _: self._answered(_Answer.STAY))  # its cross, which is none of the buttons
        self._answer = asyncio.get_running_loop().create_future()
        box.buttonClicked.connect(lambda button: self._answered(answers[button.objectName()]))
        box.open()
        try:
            return await self._answer
        finally:
            self._answer = None
            box.close()
            box.deleteLater()

    def _answered(self, answer: _Answer) -> None:
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(answer)
