"""A number that matters: large, with two quiet lines beside it. Its text says the same in one sentence."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from leaddesk.ui import theme, wording
from leaddesk.ui.widgets.readable import Readable

_GAP = 10


class Figure(Readable):
    """A label whose text a screen reader hears, painted as a figure with two lines. Tab stops at it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.be_a_stop()
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._figure = self._first = self._second = ""
        self._stale = False

    def tell(self, figure: str, first: str, second: str, *, stale: bool = False, tooltip: str = "") -> None:
        """``figure`` large, ``first`` and ``second`` beside it; a stale figure is quiet and its second line warns."""
        is_news = (figure, first, stale) != (self._figure, self._first, self._stale)  # that it got older is none
        self._figure, self._first, self._second, self._stale = figure, first, second, stale
        self.setText(f"{figure} {first}, {second}".strip(" ,–"))
        self.setToolTip(wording.tooltip(tooltip))
        self.updateGeometry()
        self.update()
        if is_news:
            self.announce()

    def sizeHint(self) -> QSize:
        body, caption, large = (QFontMetrics(font) for font in self._fonts())
        lines = max(body.horizontalAdvance(self._first), caption.horizontalAdvance(self._second))
        figure = large.horizontalAdvance(self._figure) + _GAP if self._figure else 0
        return QSize(figure + lines + 4, max(large.height(), body.height() + caption.height()) + 4)

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.updateGeometry()

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        self.place_ring()
        colours = theme.tokens()
        body, caption, large = self._fonts()
        painter = QPainter(self)
        width = QFontMetrics(large).horizontalAdvance(self._figure)
        painter.setFont(large)
        painter.setPen(QColor(colours.muted if self._stale else colours.text))
        painter.drawText(QRect(0, 0, width + 2, self.height()), Qt.AlignmentFlag.AlignVCenter, self._figure)
        left = width + _GAP if self._figure else 0
        room, line = self.width() - left, QFontMetrics(body).height()
        top = (self.height() - line - QFontMetrics(caption).height()) // 2
        painter.setFont(body)
        painter.drawText(QRect(left, top, room, line), Qt.AlignmentFlag.AlignVCenter, self._first)
        painter.setFont(caption)
        painter.setPen(QColor(colours.warning if self._stale else colours.muted))
        painter.drawText(QRect(left, top + line, room, line), Qt.AlignmentFlag.AlignVCenter, self._second)

    @staticmethod
    def _fonts() -> tuple[QFont, QFont, QFont]:
        return theme.font(), theme.font(theme.CAPTION), theme.font(theme.FIGURE, 600, tabular=True)
