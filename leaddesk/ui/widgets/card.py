"""A surface with a border that holds what belongs together, and the hairline that divides it."""

from __future__ import annotations

from PySide6.QtGui import QPainter, QPaintEvent, QPalette
from PySide6.QtWidgets import QFrame, QVBoxLayout

PADDING = 14


class Card(QFrame):
    """A card with a column inside."""

    def __init__(self, name: str = "", *, padding: int = PADDING, spacing: int = 10) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setProperty("card", "true")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(padding, padding - 2, padding, padding - 2)
        self.column.setSpacing(spacing)


class Hairline(QFrame):
    """A line of one pixel in the colour of borders."""

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(1)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        QPainter(self).fillRect(self.rect(), self.palette().color(QPalette.ColorRole.Mid))
