"""One line of text for each row of a list in a dialog, with room around it."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leaddesk.ui import theme

_ROW, _PADDING, _BAR = 28, 12, 3


class RoomyRows(QStyledItemDelegate):
    """Painted straight from the tokens; the name is edited where it stands."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        del option, index
        return QSize(100, max(_ROW, QFontMetrics(theme.font()).height() + 10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        colours, place = theme.tokens(), QRect(option.rect)
        active = bool(option.state & QStyle.StateFlag.State_Active)
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(place, QColor(colours.accent_soft if active else colours.fill))
            bar = QRect(place.left(), place.top(), _BAR, place.height())
            painter.fillRect(bar, QColor(colours.accent if active else colours.outline))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(place, QColor(colours.hover))
        inner = place.adjusted(_PADDING, 0, -_PADDING, 0)
        painter.setFont(theme.font())
        painter.setPen(QColor(colours.text))
        line = " ".join(str(index.data()).split())
        shown = painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), shown)
        painter.restore()

    def updateEditorGeometry(
        self, editor: QWidget, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        del index
        place, height = QRect(option.rect), editor.sizeHint().height()
        top = max(place.top(), place.center().y() - height // 2)
        editor.setGeometry(place.left() + 4, top, place.width() - 8, height)
