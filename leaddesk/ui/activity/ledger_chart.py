"""The balance as a line of steps and the charges as bars, over the latest weeks. Its words say the same."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from math import ceil, log10

from PySide6.QtCore import QDate, QLocale, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from leaddesk.domain.ledger import Day
from leaddesk.ui import theme, wording

DAYS = 30
BALANCE, CHARGED = 0, 2
"""Their colours among the theme's series."""
_BAR, _DOT = 9, 4
_MARKS = 5
"""Days that are named under it."""


class LedgerChart(QWidget):
    """Empty while no balance was read."""

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("ledger-chart")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._days: tuple[Day, ...] = ()
        self._today = date.today()  # noqa: DTZ011 - days are those of the computer

    def show_days(self, days: Sequence[Day], today: date) -> None:
        """``days`` oldest first; of those, the latest DAYS are drawn, and the balance that stood before them."""
        since = today - timedelta(days=DAYS)
        before = [day for day in days if day.day < since and day.balance is not None]
        start = [Day(since, before[-1].balance, 0)] if before else []
        self._days = (*start, *(day for day in days if day.day >= since))
        self._today = today
        self.setAccessibleName(self._told())
        self.update()

    @property
    def has_something(self) -> bool:
        """Whether a balance was ever read."""
        return any(day.balance is not None for day in self._days)

    def sizeHint(self) -> QSize:
        return QSize(320, QFontMetrics(theme.font(theme.CAPTION)).height() * 9)

    def minimumSizeHint(self) -> QSize:
        return QSize(220, self.sizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        if not self._days:
            return
        colours = theme.tokens()
        painter = QPainter(self)
        painter.setFont(theme.font(theme.CAPTION, tabular=True))
        metrics = painter.fontMetrics()
        top = _nice(max([day.balance or 0 for day in self._days] + [day.charged for day in self._days] + [1]))
        axis = metrics.horizontalAdvance(wording.number(top)) + 12
        last = metrics.horizontalAdvance(wording.number(top)) + 16
        plot = QRectF(axis, 10, self.width() - axis - last, self.height() - 18 - metrics.height())
        self._paint_axis(painter, plot, top)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_bars(painter, plot, top, QColor(colours.series[CHARGED]))
        self._paint_line(painter, plot, top, QColor(colours.series[BALANCE]))

    def _paint_axis(self, painter: QPainter, plot: QRectF, top: int) -> None:
        colours, metrics = theme.tokens(), painter.fontMetrics()
        for part in range(4):
            value, y = top * part // 3, plot.bottom() - plot.height() * part / 3
            painter.fillRect(QRectF(plot.left(), round(y), plot.width(), 1), QColor(colours.border))
            place = QRect(0, round(y) - metrics.height() // 2, round(plot.left()) - 8, metrics.height())
            painter.setPen(QColor(colours.muted))
            painter.drawText(place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, wording.number(value))
        for mark in range(_MARKS):
            day = self._today - timedelta(days=DAYS - DAYS * mark // (_MARKS - 1))
            text, x = _short(day), self._x(plot, day)
            left = min(
                max(0.0, x - metrics.horizontalAdvance(text) / 2), self.width() - metrics.horizontalAdvance(text)
            )
            painter.drawText(QPointF(left, plot.bottom() + 6 + metrics.ascent()), text)

    def _paint_bars(self, painter: QPainter, plot: QRectF, top: int, colour: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        for day in self._days:
            if day.charged > 0:
                high = max(2.0, plot.height() * day.charged / top)
                bar = QRectF(self._x(plot, day.day) - _BAR / 2, plot.bottom() - high, _BAR, high)
                painter.drawRoundedRect(bar, 2, 2)

    def _paint_line(self, painter: QPainter, plot: QRectF, top: int, colour: QColor) -> None:
        points, y = QPolygonF(), plot.bottom()
        for day in self._days:
            if day.balance is None:
                continue
            x = self._x(plot, day.day)
            if not points.isEmpty():
                points.append(QPointF(x, y))
            y = plot.bottom() - plot.height() * day.balance / top
            points.append(QPointF(x, y))
        if points.isEmpty():
            return
        end = QPointF(plot.right(), y)
        points.append(end)
        painter.setPen(QPen(colour, 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawPolyline(points)
        painter.setBrush(colour)
        painter.drawEllipse(end, _DOT, _DOT)
        balance = next(day.balance for day in reversed(self._days) if day.balance is not None)
        painter.setPen(QColor(theme.tokens().text))
        painter.setFont(theme.font(theme.CAPTION, 600, tabular=True))
        painter.drawText(QPointF(end.x() + 8, y + painter.fontMetrics().ascent() / 2 - 1), wording.number(balance or 0))

    def _x(self, plot: QRectF, day: date) -> float:
        gone = (day - (self._today - timedelta(days=DAYS))).days
        return plot.left() + plot.width() * min(max(gone, 0), DAYS) / DAYS

    def _told(self) -> str:
        """For a screen reader."""
        parts = []
        for day in self._days:
            if day.balance is not None:
                parts.append(wording.filled(self.tr("%1: balance %2"), _short(day.day), wording.number(day.balance)))
            if day.charged:
                parts.append(wording.filled(self.tr("%1: %2 charged"), _short(day.day), wording.number(day.charged)))
        told = "; ".join(parts)
        return wording.filled(self.tr("Credits of the last days. %1"), told) if told else ""


def _nice(value: int) -> int:
    """The end of the axis: at least ``value``, in three equal parts of round numbers."""
    step = int(10 ** int(log10(max(1, value))))
    for part in (step // 10 or 1, step // 5 or 1, step // 2 or 1, step):
        if part * 3 >= value:
            return part * 3
    return ceil(value / 3 / step) * step * 3


def _short(day: date) -> str:
    return QLocale().toString(QDate(day.year, day.month, day.day), "d MMM")
