"""How the tables of the import dialog look: bold titles over a hairline, one line a cell, no grid."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from leaddesk.ui import icons, theme

Index = QModelIndex | QPersistentModelIndex
TONE = Qt.ItemDataRole.UserRole + 10
"""A cell's colour: the name of a token, or nothing for the usual one."""
OPENS = Qt.ItemDataRole.UserRole + 11
"""Whether the cell is a choice: it gets a chevron."""
_PADDING = 8
_CHEVRON = 14


def dress(table: QTableView) -> None:
    """Give ``table`` this look."""
    table.setItemDelegate(Cells(table))
    table.setHorizontalHeader(Head(table))
    table.verticalHeader().hide()
    table.setShowGrid(False)
    table.setWordWrap(False)
    table.setTabKeyNavigation(False)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)


def row_height(widget: QWidget) -> int:
    return widget.fontMetrics().height() + 9


class Head(QHeaderView):
    def __init__(self, parent: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(False)
        self.setHighlightSections(False)

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), self.fontMetrics().height() + 12)

    def paintSection(self, painter: QPainter, rect: QRect, section: int, /) -> None:
        colours = theme.tokens()
        painter.save()
        painter.fillRect(rect, QColor(colours.surface))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, QColor(colours.border))
        painter.setFont(theme.font(theme.BODY, 600))
        painter.setPen(QColor(colours.text if self.isEnabled() else colours.disabled))
        inside = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        title = str(self.model().headerData(section, self.orientation()))
        shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), shown)
        painter.restore()


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
        inside = rect.adjusted(_PADDING, 0, -_PADDING, 0)
        if index.data(OPENS):
            inside.setRight(inside.right() - _CHEVRON - 2)
            sign = icons.pixmap("chevron-down", colours.muted, _CHEVRON, view.devicePixelRatioF())
            painter.drawPixmap(inside.right() + 2, rect.top() + (rect.height() - _CHEVRON) // 2, sign)
        shown = painter.fontMetrics().elidedText(one_line(index), Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        metrics = option.fontMetrics
        return QSize(metrics.horizontalAdvance(one_line(index)) + 2 * _PADDING + 2, metrics.height() + 9)


def one_line(index: Index) -> str:
    return " ↵ ".join(str(index.data())[:400].splitlines()) if index.data() else ""
