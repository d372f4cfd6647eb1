"""The first picture: where things will be, painted before they are there. No words, nothing that moves."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from leaddesk.ui import theme

_TABS, _STATUS, _RAIL, _GAP = 66, 26, 396, 12


class Sketch(QWidget):
    """Tabs, rail and cards in outline."""

    is_painted = False

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        self.is_painted = True
        colours = theme.tokens()
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(colours.window))
        border, fill = QColor(colours.border), QColor(colours.fill)
        width, bottom = self.width(), self.height() - _STATUS
        painter.fillRect(0, _TABS, width, 1, border)
        painter.fillRect(0, bottom, width, 1, border)
        painter.fillRect(_RAIL, _TABS, 1, bottom - _TABS, border)
        for index in range(5):
            painter.fillRect(20 + index * 116, 40, 84, 10, fill)
        painter.setPen(border)
        painter.setBrush(QColor(colours.surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        top, left = _TABS + _GAP, _RAIL + _GAP
        for height in (98, 52, bottom - top - 98 - 52 - 4 * _GAP + 2 * _GAP):
            painter.drawRoundedRect(QRect(left, top, width - left - _GAP, height), 8, 8)
            top += height + _GAP
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        for index in range(16):
            painter.drawRoundedRect(QRect(104, _TABS + 72 + index * 32, _RAIL - 118, 26), 5, 5)
