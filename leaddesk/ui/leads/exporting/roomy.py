"""Rows of a list with air around their words."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from leaddesk.ui import theme

_Index = QModelIndex | QPersistentModelIndex
_AROUND, _BAR = 10, 3


class Roomy(QStyledItemDelegate):
    """One line a cell, elided; the chosen row as in every list of LeadDesk."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        words = str(index.data() or "")
        return QSize(option.fontMetrics.horizontalAdvance(words) + 3 * _AROUND, option.fontMetrics.height() + 9)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, place = theme.tokens(), QRect(option.rect)
        is_enabled = bool(option.state & QStyle.StateFlag.State_Enabled)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(colours.accent_soft if is_enabled else colours.fill))
            if index.column() == 0:
                bar = QRect(place.left(), place.top(), _BAR, place.height())
                painter.fillRect(bar, QColor(colours.accent if is_enabled else colours.outline))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, QColor(colours.hover))
        is_quiet = bool(index.data(Qt.ItemDataRole.UserRole + 1))
        painter.setFont(index.data(Qt.ItemDataRole.FontRole) or option.font)
        painter.setPen(QColor(colours.disabled if not is_enabled else colours.muted if is_quiet else colours.text))
        inside = place.adjusted(_AROUND, 0, -_AROUND, 0)
        words = " ".join(str(index.data() or "").split())
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()


QUIET = Qt.ItemDataRole.UserRole + 1
"""The role of a cell that says nothing important."""
