"""The entries of the rail: a mark (icon, or the dot of a list's colour), a name, and how many leads there are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leaddesk.ui import icons, theme, wording

_Index = QModelIndex | QPersistentModelIndex
_MARGIN, _INSIDE, _ICON, _DOT, _GAP, _LOWEST = 8, 8, 16, 8, 8, 28
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)


def line_height() -> int:
    """Of one entry, in pixels."""
    return max(_LOWEST, QFontMetrics(theme.font()).height() + 12)


@dataclass(frozen=True)
class Entry:
    """One line."""

    key: object
    """What it stands for; different for each."""
    title: str
    count: int | None
    """None while that is being counted."""
    icon: str = ""
    colour: int = -1
    """The number of a series colour; -1 for an icon."""


class EntryModel(QAbstractListModel):
    """The entries in their order."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.entries: Sequence[Entry] = ()

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Where they are the same ones in the same order, nothing is said but which of them look different."""
        before = self.entries
        if [entry.key for entry in before] == [entry.key for entry in entries]:
            self.entries = entries
            for row, (was, now) in enumerate(zip(before, entries, strict=True)):
                if was != now:
                    self.dataChanged.emit(self.index(row, 0), self.index(row, 0))
        else:
            self.beginResetModel()
            self.entries = entries
            self.endResetModel()

    def row_of(self, key: object) -> int:
        """-1 where it is not there."""
        return next((row for row, entry in enumerate(self.entries) if entry.key == key), -1)

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.entries)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        entry = self.entries[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            count = self.tr("%Ln {lead|leads}", "", wording.plural(entry.count)) if entry.count is not None else ""
            return ", ".join(part for part in (entry.title, count) if part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tooltip(entry.title)
        return None


class EntryPainter(QStyledItemDelegate):
    """Paints a line straight from the tokens. What does not fit is elided."""

    def __init__(self, model: EntryModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._view = model, view
        self.target = -1
        """The row that what is dragged would be dropped on; -1 for none."""

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(100, line_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, entry = theme.tokens(), self._model.entries[index.row()]
        place = QRect(option.rect).adjusted(_MARGIN, 1, -_MARGIN, -1)
        is_chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, place, option, index.row())
        inner = place.adjusted(_INSIDE, 0, -_INSIDE, 0)
        self._paint_mark(painter, entry, inner, is_chosen=is_chosen)
        count = wording.number(entry.count) if entry.count is not None else ""
        painter.setFont(theme.font(tabular=True))
        painter.setPen(QColor(colours.muted))
        painter.drawText(inner, _RIGHT, count)
        left = inner.left() + (_ICON if entry.colour < 0 else _ICON - 2) + _GAP
        taken = painter.fontMetrics().horizontalAdvance(count) + (_GAP if count else 0)
        words = QRect(left, inner.top(), inner.right() + 1 - left - taken, inner.height())
        painter.setFont(theme.font(theme.BODY, 500 if is_chosen else 400))
        painter.setPen(QColor(colours.text))
        line = " ".join(entry.title.split())
        painter.drawText(
            words, _LEFT, painter.fontMetrics().elidedText(line, Qt.TextElideMode.ElideRight, words.width())
        )
        painter.restore()

    def _paint_ground(self, painter: QPainter, place: QRect, option: QStyleOptionViewItem, row: int) -> None:
        colours, state = theme.tokens(), option.state
        ground = ""
        if row == self.target or state & QStyle.StateFlag.State_Selected:
            ground = colours.accent_soft
        elif state & QStyle.StateFlag.State_MouseOver:
            ground = colours.fill
        has_keyboard = self._view.hasFocus() and self._view.currentIndex().row() == row
        if row == self.target or has_keyboard:
            painter.setPen(QPen(QColor(colours.accent), 2))
        else:
            painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground) if ground else Qt.BrushStyle.NoBrush)
        inset = 1 if painter.pen().style() != Qt.PenStyle.NoPen else 0
        painter.drawRoundedRect(QRectF(place).adjusted(inset, inset, -inset, -inset), 5, 5)

    def _paint_mark(self, painter: QPainter, entry: Entry, inner: QRect, *, is_chosen: bool) -> None:
        colours, middle = theme.tokens(), inner.center().y() + 1
        if entry.colour >= 0:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.series[entry.colour % len(colours.series)]))
            painter.drawEllipse(QRect(inner.left() + 3, middle - _DOT // 2, _DOT, _DOT))
            return
        tinted = icons.pixmap(
            entry.icon, colours.accent if is_chosen else colours.muted, _ICON, self._view.devicePixelRatioF()
        )
        painter.drawPixmap(QPoint(inner.left(), middle - _ICON // 2), tinted)

    @staticmethod
    def paint_gap(painter: QPainter, width: int, y: int) -> None:
        """Where a dragged list would go."""
        line = QRect(_MARGIN + _INSIDE, max(0, y - 1), width - 2 * (_MARGIN + _INSIDE), 2)
        painter.fillRect(line, QColor(theme.tokens().accent))
