"""How the tables of the import dialog look: bold titles over a hairline, one line a cell, no grid."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leaddesk.ui import icons, theme
from leaddesk.ui.widgets.plain_head import PADDING, PlainHead

Index = QModelIndex | QPersistentModelIndex
TONE = Qt.ItemDataRole.UserRole + 10
"""A cell's colour: the name of a token, or nothing for the usual one."""
OPENS = Qt.ItemDataRole.UserRole + 11
"""Whether the cell is a choice: it gets a chevron."""
_CHEVRON = 14


def dress(table: QTableView) -> None:
    """Give ``table`` this look."""
    table.setItemDelegate(Cells(table))
    table.setHorizontalHeader(PlainHead(table))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)


def row_height(widget: QWidget) -> int:
    return widget.fontMetrics().height() + 9


class Cells(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = theme.tokens()
        view: QWidget = option.widget
        rect: QRect = option.rect
        painter.save()
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.border))
        if view.hasFocus() and isinstance(view, QTableView) and view.currentIndex() == index:
            painter.fillRect(rect.adjusted(0, 0, 0, -1), QColor(colours.accent_soft))
        tone = index.data(TONE) or "text"
        ink = colours.disabled if not view.isEnabled() else str(getattr(colours, tone))
        painter.setPen(QColor(ink))
        inside = rect.adjusted(PADDING, 0, -PADDING, 0)
        if index.data(OPENS):
            inside.setRight(inside.right() - _CHEVRON - 2)
            sign = icons.pixmap("chevron-down", colours.muted, _CHEVRON, view.devicePixelRatioF())
            painter.drawPixmap(inside.right() + 2, rect.top() + (rect.height() - _CHEVRON) // 2, sign)
        shown = painter.fontMetrics().elidedText(one_line(index), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        return QSize(metrics.horizontalAdvance(one_line(index)) + 2 * PADDING + 2, metrics.height() + 9)


def one_line(index: Index) -> str:
    return " ↵ ".join(str(index.data())[:400].splitlines()) if index.data() else ""
