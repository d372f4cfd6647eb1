"""The fields of one record, one below the other: title and whole value, to be read, copied and opened."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPointF, QRect, QSize, Qt, QUrl
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from leaddesk.ui import icons, theme
from leaddesk.ui.widgets.table.cells import EMPTY
from leaddesk.ui.widgets.table.model import MASK, Index

_PAD_Y, _PAD_X, _COPY = 3, 4, 16
_LONGEST = 4_000
"""Letters of a value that are shown; what is longer ends with an ellipsis, and is copied whole."""
TITLE, VALUE = 0, 1


@dataclass(frozen=True)
class Field:
    """One field of the record that is shown."""

    name: str
    title: str
    text: str
    """The whole value; empty for none."""
    link: QUrl | None = None
    """What it opens."""


class FieldsModel(QAbstractTableModel):
    """Two columns: titles and values."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.fields: Sequence[Field] = ()

    def show(self, fields: Sequence[Field]) -> None:
        """The same fields in the same order (the usual case when the next row is read) keep the current one."""
        if [field.name for field in fields] == [field.name for field in self.fields]:
            self.fields = tuple(fields)
            if fields:
                self.dataChanged.emit(self.index(0, 0), self.index(len(fields) - 1, VALUE))
        else:
            self.beginResetModel()
            self.fields = tuple(fields)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.fields)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        field = self.fields[index.row()]
        return field.title if index.column() == TITLE else field.text

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if role == Qt.ItemDataRole.DisplayRole and orientation == Qt.Orientation.Horizontal:
            return self.tr("Field") if section == TITLE else self.tr("Value")
        return None


class FieldDelegate(QStyledItemDelegate):
    """Quiet titles, wrapped values, links in the accent colour, the sign to copy where the pointer or keyboard is."""

    def __init__(self, model: FieldsModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self.hovered = -1

    def copy_sign(self, cell: QRect) -> QRect:
        """Where the sign to copy stands in a cell of the values."""
        line = QFontMetrics(theme.font()).height()
        return QRect(cell.right() - _COPY - 1, cell.top() + _PAD_Y + (line - _COPY) // 2, _COPY, _COPY)

    def height(self, row: int, title_width: int, value_width: int) -> int:
        """Pixels that the row needs where its two cells are so wide."""
        field = self._model.fields[row]
        tall = 0.0
        for column, width in ((TITLE, title_width), (VALUE, value_width)):
            tall = max(tall, self._laid_out(field, column, width)[1])
        return round(tall) + 2 * _PAD_Y

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = option.rect.width()
        return QSize(width, self.height(index.row(), width, width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours, cell, column = theme.tokens(), QRect(option.rect), index.column()
        field = self._model.fields[index.row()]
        has_keyboard = bool(option.state & QStyle.StateFlag.State_HasFocus)
        is_pointed = index.row() == self.hovered
        if is_pointed:
            painter.fillRect(cell, QColor(colours.hover))
        colour = colours.accent if field.link is not None else colours.text
        is_quiet = column == TITLE or not field.text or MASK in field.text
        painter.setPen(QColor(colours.muted if is_quiet else colour))
        layout, _ = self._laid_out(field, column, cell.width())
        # Both columns stand on one line of writing.
        lower = QFontMetrics(_font(VALUE)).ascent() - QFontMetrics(_font(column)).ascent()
        layout.draw(painter, QPointF(cell.left() + _PAD_X, cell.top() + _PAD_Y + lower))
        if column == VALUE and field.text and (is_pointed or has_keyboard):
            tinted = icons.pixmap("copy", colours.muted, _COPY, painter.device().devicePixelRatio())
            painter.drawPixmap(self.copy_sign(cell).topLeft(), tinted)
        if has_keyboard:
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRect(cell.adjusted(1, 1, -1, -1))

    @staticmethod
    def _laid_out(field: Field, column: int, width: int) -> tuple[QTextLayout, float]:
        text = field.title if column == TITLE else field.text or EMPTY
        shown = text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
        room = max(10, width - 2 * _PAD_X - (_COPY + 4 if column == VALUE else 0))
        # An address has no words: broken after its slashes and hyphens it would be in shreds.
        return laid_out(shown, _font(column), room, anywhere=column == VALUE and field.link is not None)


def _font(column: int) -> QFont:
    return theme.font(theme.CAPTION) if column == TITLE else theme.font(tabular=True)


def laid_out(text: str, font: QFont, width: int, *, anywhere: bool = False) -> tuple[QTextLayout, float]:
    """All lines, and their height. They break between words, or inside one that is too long; or ``anywhere``."""
    layout = QTextLayout(text.replace("\n", "\u2028"), font)
    option, modes = QTextOption(), QTextOption.WrapMode
    option.setWrapMode(modes.WrapAnywhere if anywhere else modes.WrapAtWordBoundaryOrAnywhere)
    layout.setTextOption(option)
    layout.beginLayout()
    tall = 0.0
    while (line := layout.createLine()).isValid():
        line.setLineWidth(width)
        line.setPosition(QPointF(0, tall))
        tall += line.height()
    layout.endLayout()
    return layout, tall
