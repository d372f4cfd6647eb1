"""Rows of a list: an icon, a name with something quiet at the right, and a quieter line below."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from leaddesk.ui import icons, theme

_Index = QModelIndex | QPersistentModelIndex
BELOW = Qt.ItemDataRole.UserRole + 1
"""The second line."""
ASIDE = Qt.ItemDataRole.UserRole + 2
"""At the right of the name; may be None."""
ICON = Qt.ItemDataRole.UserRole + 3
"""The name of an icon."""

_MARGIN, _AROUND, _BETWEEN, _ICON, _GAP = 8, 5, 2, 16, 8
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


class TwoLineRows(QStyledItemDelegate):
    """Paints straight from the tokens. What does not fit is elided; a row that has no name yet is a skeleton."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        name, below = (metrics.height() for metrics in self._metrics())
        return QSize(100, name + below + _BETWEEN + 2 * _AROUND)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours = theme.tokens()
        place = QRect(option.rect).adjusted(_MARGIN, 0, -_MARGIN, 0)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, place, option, is_chosen=is_chosen)
        strong, caption = self._metrics()
        inner = place.adjusted(_MARGIN, _AROUND, -_MARGIN, -_AROUND)
        if (icon := index.data(ICON)) is not None:
            tint = colours.accent if is_chosen else colours.muted
            drawn = icons.pixmap(str(icon), tint, _ICON, self._view.devicePixelRatioF())
            painter.drawPixmap(QPoint(inner.left(), inner.top() + (strong.height() - _ICON) // 2), drawn)
            inner.setLeft(inner.left() + _ICON + _GAP)
        first = QRect(inner.left(), inner.top(), inner.width(), strong.height())
        second = QRect(inner.left(), first.bottom() + 1 + _BETWEEN, inner.width(), caption.height())
        if index.data() is None:
            self._paint_skeleton(painter, first, second)
        else:
            self._paint_words(painter, first, second, index)
        painter.restore()

    def _paint_words(self, painter: QPainter, first: QRect, second: QRect, index: _Index) -> None:
        colours = theme.tokens()
        strong, caption = self._metrics()
        aside, room = str(index.data(ASIDE) or ""), first.width()
        if aside:
            painter.setFont(theme.font(tabular=True))
            painter.setPen(QColor(colours.muted))
            painter.drawText(first, _RIGHT, aside)
            room -= QFontMetrics(painter.font()).horizontalAdvance(aside) + _GAP
        painter.setFont(theme.font(theme.BODY, 500))
        painter.setPen(QColor(colours.text))
        name = strong.elidedText(str(index.data()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRect(first.left(), first.top(), room, first.height()), _LEFT, name)
        painter.setFont(theme.font(theme.CAPTION, tabular=True))
        painter.setPen(QColor(colours.muted))
        below = caption.elidedText(str(index.data(BELOW) or ""), Qt.TextElideMode.ElideRight, second.width())
        painter.drawText(second, _LEFT, below)

    @staticmethod
    def _paint_skeleton(painter: QPainter, *lines: QRect) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(theme.tokens().fill))
        for line, part in zip(lines, (0.5, 0.8), strict=True):
            bar = QRectF(line.left(), line.center().y() - 3, line.width() * part, 7)
            painter.drawRoundedRect(bar, 3, 3)

    def _paint_ground(self, painter: QPainter, place: QRect, option: QStyleOptionViewItem, *, is_chosen: bool) -> None:
        colours = theme.tokens()
        is_active = self._view.isActiveWindow()
        ground = ""
        if is_chosen:
            ground = colours.accent_soft if is_active else colours.fill
        elif option.state & QStyle.StateFlag.State_MouseOver:
            ground = colours.hover if colours.is_dark else colours.fill
        painter.setPen(Qt.PenStyle.NoPen)
        if ground:
            painter.setBrush(QColor(ground))
            painter.drawRoundedRect(QRectF(place), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        if is_chosen and self._view.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(place).adjusted(1, 1, -1, -1), theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)

    @staticmethod
    def _metrics() -> tuple[QFontMetrics, QFontMetrics]:
        return QFontMetrics(theme.font(theme.BODY, 500)), QFontMetrics(theme.font(theme.CAPTION, tabular=True))
