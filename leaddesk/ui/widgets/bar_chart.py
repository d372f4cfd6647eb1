"""A small bar chart of labelled numbers, painted from the tokens; its text is what a screen reader hears."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from leaddesk.ui import theme, wording

_BAR, _GAP, _LABEL_GAP = 13, 10, 10


@dataclass(frozen=True)
class Bar:
    """One bar."""

    label: str
    number: int
    note: str
    """A few quiet words after the number."""
    is_total: bool = False
    """Painted in grey, its label bold."""


class BarChart(QWidget):
    """Bars below each other, all on one scale."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._bars: tuple[Bar, ...] = ()

    def show_bars(self, bars: Sequence[Bar]) -> None:
        self._bars = tuple(bars)
        self.setAccessibleName("; ".join(f"{bar.label}: {wording.number(bar.number)} {bar.note}" for bar in bars))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(320, len(self._bars) * self._line())

    def minimumSizeHint(self) -> QSize:
        return QSize(240, len(self._bars) * self._line())

    def _line(self) -> int:
        return max(_BAR + _GAP, QFontMetrics(theme.font()).height() + 7)

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._bars:
            return
        colours, line = theme.tokens(), self._line()
        bold = theme.font(theme.BODY, 600)
        label_width = max(QFontMetrics(bold).horizontalAdvance(bar.label) for bar in self._bars)
        label_width = min(label_width, self.width() // 3)
        numbers = theme.font(theme.BODY, 400, tabular=True)
        words = max(
            QFontMetrics(numbers).horizontalAdvance(f"{wording.number(bar.number)}   {bar.note}") for bar in self._bars
        )
        left = label_width + _LABEL_GAP
        room = max(30, self.width() - left - words - 2 * _LABEL_GAP)
        largest = max(1, *(bar.number for bar in self._bars))
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for index, bar in enumerate(self._bars):
            top = index * line
            painter.setFont(bold if bar.is_total else theme.font())
            painter.setPen(QColor(colours.text))
            place = QRect(0, top, label_width, line)
            label = painter.fontMetrics().elidedText(bar.label, Qt.TextElideMode.ElideRight, label_width)
            painter.drawText(place, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), label)
            length = max(2, round(room * bar.number / largest)) if bar.number else 0
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.series[5] if bar.is_total else colours.series[0]))
            painter.drawRoundedRect(QRect(left, top + (line - _BAR) // 2, length, _BAR), 2, 2)
            x = left + length + 8
            painter.setFont(numbers)
            painter.setPen(QColor(colours.text))
            text = wording.number(bar.number)
            painter.drawText(QRect(x, top, 200, line), Qt.AlignmentFlag.AlignVCenter, text)
            x += painter.fontMetrics().horizontalAdvance(text) + 10
            painter.setPen(QColor(colours.muted))
            rest = QRect(x, top, max(0, self.width() - x), line)
            note = painter.fontMetrics().elidedText(bar.note, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(rest, Qt.AlignmentFlag.AlignVCenter, note)
