"""A widget that is as high as its wrapped sentences are at its width."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget


class WrappingBody(QWidget):
    """Qt's layouts guess the height of wrapped labels at another width than the one they get, and leave gaps."""

    def sizeHint(self) -> QSize:
        return self._at_this_width(super().sizeHint())

    def minimumSizeHint(self) -> QSize:
        return self._at_this_width(super().minimumSizeHint())

    def _at_this_width(self, guess: QSize) -> QSize:
        layout = self.layout()
        return guess if layout is None else QSize(guess.width(), layout.totalHeightForWidth(self.width()))
