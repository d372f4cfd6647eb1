"""The conditions of the view as chips: a click or Enter edits one, its cross or Delete removes it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QSizePolicy, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from leaddesk.domain.lead_views import Condition
from leaddesk.ui import icons, theme, wording
from leaddesk.ui.leads.condition_words import chip_words, is_struck, sentence
from leaddesk.ui.widgets.chips import cross_of

_PADDING, _CROSS, _ICON, _SPACING, _LOWEST = 6, 12, 12, 3, 22
_MOST_ROWS, _SLACK, _BESIDE = 3, 18, 140
_Index = QModelIndex | QPersistentModelIndex
_REMOVES = {Qt.Key.Key_Delete, Qt.Key.Key_Backspace}
_EDITS = {Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2, Qt.Key.Key_Space}


class _Model(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.conditions: Sequence[Condition] = ()

    def show_conditions(self, conditions: Sequence[Condition]) -> None:
        self.beginResetModel()
        self.conditions = conditions
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.conditions)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        condition = self.conditions[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return sentence(condition)
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tooltip(wording.filled(self.tr("%1. Click to change it."), sentence(condition)))
        return None


class ConditionChips(QListView):
    """Hidden while there are none."""

    edit_wanted = Signal(object)
    removed = Signal(list)
    left = Signal()
    """Escape, or the last chip was removed by key: the keyboard wants to be elsewhere."""

    def __init__(self) -> None:
        super().__init__()
        self._model = _Model(self)
        self._pressed: Condition | None = None
        self.setObjectName("leads-conditions")
        self.setAccessibleName(self.tr("Conditions"))
        self.setModel(self._model)
        self._painter = _ChipPainter(self._model, self)
        self.setItemDelegate(self._painter)
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSpacing(_SPACING)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMouseTracking(True)
        self.setTabKeyNavigation(False)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent")
        self.hide()

    def show_conditions(self, conditions: Sequence[Condition]) -> None:
        if tuple(conditions) == tuple(self._model.conditions):
            return
        row, had_keyboard = self.currentIndex().row(), self.hasFocus()
        self._model.show_conditions(conditions)
        if conditions and row >= 0:
            self.setCurrentIndex(self._model.index(min(row, len(conditions) - 1), 0))
        if had_keyboard and not conditions:
            self.left.emit()
        self.setVisible(bool(conditions))
        self._fit()

    def _current(self) -> Condition | None:
        row = self.currentIndex().row()
        return self._model.conditions[row] if 0 <= row < len(self._model.conditions) else None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        condition = self._current()
        if condition is not None and event.key() in _REMOVES:
            self.removed.emit([condition])
        elif condition is not None and event.key() in _EDITS:
            self.edit_wanted.emit(condition)
        elif event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self.indexAt(event.position().toPoint())
        self._pressed = self._model.conditions[index.row()] if index.isValid() else None
        if event.button() == Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        place = event.position().toPoint()
        index, pressed = self.indexAt(place), self._pressed
        self._pressed = None
        is_click = pressed is not None and index.isValid() and self._model.conditions[index.row()] == pressed
        if event.button() == Qt.MouseButton.LeftButton and is_click:
            on_cross = cross_of(self.visualRect(index)).adjusted(-4, -6, 4, 6).contains(place)
            (self.removed.emit([pressed]) if on_cross else self.edit_wanted.emit(pressed))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "_painter"):
            self.scheduleDelayedItemsLayout()
            self._fit()

    def sizeHint(self) -> QSize:
        return QSize(self.maximumWidth(), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:
        return QSize(120, self.minimumHeight())

    def _fit(self) -> None:
        """As high as its rows of chips; after a few they scroll."""
        line = self._painter.height + 2 * _SPACING
        count = len(self._model.conditions)
        if count:
            rows = (self._model.index(row, 0) for row in range(count))
            widths = [self._painter.sizeHint(QStyleOptionViewItem(), row).width() + 2 * _SPACING for row in rows]
            self.setMaximumWidth(sum(widths) + 2 * _SPACING + _SLACK)  # what stands beside them stands close
            self.doItemsLayout()
            last = self.visualRect(self._model.index(count - 1, 0)).bottom() + self.verticalScrollBar().value()
            self.setFixedHeight(max(line, min(last + _SPACING + 1, _MOST_ROWS * line)))


class _ChipPainter(QStyledItemDelegate):
    """Plain ones on soft ground; negated ones outlined, with a minus, struck through."""

    def __init__(self, model: _Model, view: QListView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    @property
    def height(self) -> int:
        return max(_LOWEST, QFontMetrics(theme.font()).height() + 6)

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option
        condition = self._model.conditions[index.row()]
        width = QFontMetrics(theme.font()).horizontalAdvance(chip_words(condition)) + 2 * _PADDING + _CROSS + 6
        width += _ICON + 4 if is_struck(condition) else 0
        around = self._view.parentWidget() or self._view
        return QSize(min(width, max(60, around.width() - _BESIDE)), self.height)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, condition, place = theme.tokens(), self._model.conditions[index.row()], QRect(option.rect)
        has_keyboard = self._view.hasFocus() and self._view.currentIndex().row() == index.row()
        ink, ground, line = colours.text, colours.accent_soft, ""
        struck = is_struck(condition)
        if struck:
            ink, ground, line = colours.danger, colours.surface, colours.danger
        if has_keyboard:
            ink, ground, line = colours.accent_text, colours.accent, ""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(QPen(QColor(line), 1) if line else Qt.PenStyle.NoPen)
        painter.setBrush(QColor(ground))
        painter.drawRoundedRect(QRectF(place).adjusted(0.5, 0.5, -0.5, -0.5), theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        left, ratio = place.left() + _PADDING, self._view.devicePixelRatioF()
        if struck:
            minus = icons.pixmap("minus", ink, _ICON, ratio)
            painter.drawPixmap(QPoint(left, place.center().y() - _ICON // 2 + 1), minus)
            left += _ICON + 4
        words = QRect(left, place.top(), place.right() - left - _CROSS - _PADDING, place.height())
        font = QFont(theme.font())
        font.setStrikeOut(struck)
        painter.setFont(font)
        painter.setPen(QColor(ink))
        text = painter.fontMetrics().elidedText(chip_words(condition), Qt.TextElideMode.ElideRight, words.width() + 1)
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine), text)
        cross = ink if has_keyboard or struck else colours.muted
        painter.drawPixmap(cross_of(place).topLeft(), icons.pixmap("close", cross, _CROSS, ratio))
        painter.restore()
