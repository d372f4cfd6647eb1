"""The same window in the dark, and small."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt

from leaddesk.tour.walk import Step, Walk
from leaddesk.ui.main_window import SMALLEST


class LookWalk(Walk):
    """Comes last: the window stays as it leaves it."""

    @property
    def steps(self) -> list[Step]:
        return [("The same in dark", self._dark), ("The same in a small window", self._small)]

    async def _dark(self) -> None:
        visitor = self._visitor
        await self._close_dialogs()
        visitor.press(Qt.Key.Key_K, Qt.KeyboardModifier.ControlModifier, self._window)
        await visitor.wait_for("palette-input")
        visitor.type_into("palette-input", "dark")
        visitor.press(Qt.Key.Key_Return)
        await visitor.settle()
        dark = self._window.palette().window().color().lightness() < 80
        self._check(dark, "the window is not dark")

    async def _small(self) -> None:
        self._window.resize(SMALLEST)
        await self._visitor.settle()
        self._check(self._window.size() == QSize(SMALLEST), "the window does not get small")
