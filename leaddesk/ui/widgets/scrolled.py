"""What scrolls up and down only where the window is too low for it: after its lists have shrunk as far as they go."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

_LOWEST = 160


class Shrinking(QWidget):
    """As high as its layout needs at least; Qt would scroll at the height that it likes best."""

    def heightForWidth(self, width: int) -> int:
        layout = self.layout()
        return layout.minimumHeightForWidth(width) if layout is not None else -1


class Scrolled(QScrollArea):
    """As wide as its content at least, never scrolled sideways, and no stop of the Tab key itself."""

    def __init__(self, content: Shrinking) -> None:
        super().__init__()
        self._content = content
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setWidgetResizable(True)
        self.setWidget(content)
        self.viewport().setAutoFillBackground(False)
        content.setAutoFillBackground(False)

    def sizeHint(self) -> QSize:
        return self._content.sizeHint()

    def minimumSizeHint(self) -> QSize:
        bar = self.verticalScrollBar().sizeHint().width()
        return QSize(self._content.minimumSizeHint().width() + bar, _LOWEST)
