"""Chosen values as chips: a wrapping list with a model of texts and marks, painted straight from the tokens."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leaddesk.ui import icons, theme

UNKNOWN_ROLE = Qt.ItemDataRole.UserRole + 1
_PADDING, _CROSS, _ICON, SPACING = 6, 12, 14, 2
_Index = QModelIndex | QPersistentModelIndex


class ChipModel(QAbstractListModel):
    """Texts, and which of them are marked as unknown."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._values: tuple[str, ...] = ()
        self._unknown: frozenset[str] = frozenset()

    @property
    def values(self) -> tuple[str, ...]:
        return self._values

    def show_values(self, values: Sequence[str], unknown: frozenset[str]) -> None:
        if tuple(values) == self._values and unknown == self._unknown:
            return
        self.beginResetModel()
        self._values, self._unknown = tuple(values), unknown
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._values)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value = self._values[index.row()]
        unknown = value in self._unknown
        if role == Qt.ItemDataRole.DisplayRole:
            return value
        if role == UNKNOWN_ROLE:
            return unknown
        if role == Qt.ItemDataRole.ToolTipRole:
            return self.tr("%1 (not in the provider’s vocabulary)").replace("%1", value) if unknown else value
        if role == Qt.ItemDataRole.AccessibleTextRole and unknown:
            return self.tr("%1, not in the provider’s vocabulary").replace("%1", value)
        return None


class _ChipDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        metrics = QFontMetrics(theme.font())
        width = metrics.horizontalAdvance(str(index.data())) + 2 * _PADDING + _CROSS + 4
        if index.data(UNKNOWN_ROLE):
            width += _ICON + 4
        view = option.widget
        most = view.width() - 2 * SPACING - 4 if isinstance(view, QWidget) else width
        return QSize(min(width, max(48, most)), max(22, metrics.height() + 5))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours = theme.tokens()
        view = option.widget
        chosen = isinstance(view, ChipList) and view.selectionModel().isSelected(index) and view.hasFocus()
        unknown = bool(index.data(UNKNOWN_ROLE))
        ground, ink, cross = colours.accent_soft, colours.text, colours.muted
        if chosen:
            ground, ink, cross = colours.accent, colours.accent_text, colours.accent_text
        elif unknown:
            ground, ink, cross = colours.warning_soft, colours.warning, colours.warning
        place: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(colours.warning), 1, Qt.PenStyle.DashLine)
        painter.setPen(pen if unknown and not chosen else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(place.toRectF().adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        ratio = view.devicePixelRatioF() if isinstance(view, QWidget) else 1.0
        left = place.left() + _PADDING
        if unknown:
            middle = place.center().y() - _ICON // 2 + 1
            painter.drawPixmap(QPoint(left, middle), icons.pixmap("warning", ink, _ICON, ratio))
            left += _ICON + 4
        words = QRect(left, place.top(), place.right() - left - _CROSS - _PADDING, place.height())
        painter.setFont(theme.font())
        painter.setPen(QColor(ink))
        text = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, words.width() + 1)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        painter.drawPixmap(cross_of(place).topLeft(), icons.pixmap("close", cross, _CROSS, ratio))
        painter.restore()


def cross_of(chip: QRect) -> QRect:
    """Where the cross is painted that removes the chip."""
    return QRect(chip.right() - _PADDING - _CROSS + 2, chip.center().y() - _CROSS // 2 + 1, _CROSS, _CROSS)


class ChipList(QListView):
    """The chips. Delete and Backspace remove the selected ones, a click on a cross that one, Ctrl+C copies."""

    removed = Signal(list)
    """Texts."""
    left = Signal()
    """The arrow key went past the last chip, or a letter was typed: back to the input."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(_ChipDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(SPACING)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent")
        self.setTabKeyNavigation(False)

    def selected_values(self) -> list[str]:
        return [str(index.data()) for index in sorted(self.selectedIndexes(), key=QModelIndex.row)]

    def select_last(self) -> None:
        """Put the keyboard on the last chip."""
        last = self.model().rowCount() - 1
        if last >= 0:
            self.setFocus(Qt.FocusReason.ShortcutFocusReason)
            self.setCurrentIndex(self.model().index(last, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        at_end = self.currentIndex().row() == self.model().rowCount() - 1
        if event.key() in {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}:
            values = self.selected_values()
            if values:
                self.removed.emit(values)
        elif event.key() in {Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_End} and at_end:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid():
            if cross_of(self.visualRect(index)).adjusted(-4, -6, 4, 6).contains(event.position().toPoint()):
                self.removed.emit([str(index.data())])
                return
        elif not index.isValid():
            self.left.emit()
            return
        super().mousePressEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() in {QEvent.Type.FocusIn, QEvent.Type.FocusOut}:
            self.viewport().update()
        return super().event(event)
