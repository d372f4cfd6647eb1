"""The values of one facet: ticked or not, how many leads have each, and a bar under it that shows how many that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QListView,
    QSizePolicy,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from leaddesk.ui import icons, theme, wording

_Index = QModelIndex | QPersistentModelIndex
_MARGIN, _BOX, _GAP, _LOWEST, _BAR, _TICK = 16, 16, 8, 24, 2, 12
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_TICKS, _ENTERS = {Qt.Key.Key_Space, Qt.Key.Key_Select}, {Qt.Key.Key_Return, Qt.Key.Key_Enter}


@dataclass(frozen=True)
class FacetValue:
    """One line."""

    value: str
    title: str
    count: int
    is_chosen: bool


def line_height() -> int:
    """Of one value, in pixels."""
    return max(_LOWEST, QFontMetrics(theme.font()).height() + 8)


class FacetModel(QAbstractListModel):
    """Values with a tick; ticking only asks."""

    ticked = Signal(str, bool)
    """A value, and whether it is wanted."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.values: Sequence[FacetValue] = ()
        self.most = 1

    def show_values(self, values: Sequence[FacetValue]) -> None:
        """Where they are the same ones in the same order, the view keeps its place."""
        before, self.most = self.values, max([1, *(value.count for value in values)])
        if [value.value for value in before] == [value.value for value in values]:
            self.values = values
            if values:
                self.dataChanged.emit(self.index(0, 0), self.index(len(values) - 1, 0))
        else:
            self.beginResetModel()
            self.values = values
            self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.values)

    def flags(self, index: _Index) -> Qt.ItemFlag:
        return super().flags(index) | Qt.ItemFlag.ItemIsUserCheckable

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        value = self.values[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return value.title
        if role == Qt.ItemDataRole.CheckStateRole:
            return Qt.CheckState.Checked if value.is_chosen else Qt.CheckState.Unchecked
        if role == Qt.ItemDataRole.AccessibleTextRole:
            leads = self.tr("%Ln {lead|leads}", "", wording.plural(value.count))
            return f"{value.title}, {leads}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tooltip(value.title)
        return None

    def setData(self, index: _Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.CheckStateRole:
            return False
        wanted = Qt.CheckState(value) == Qt.CheckState.Checked
        self.ticked.emit(self.values[index.row()].value, wanted)
        return True

    def turn(self, index: _Index) -> bool:
        """Tick it, or untick it."""
        state = Qt.CheckState.Unchecked if self.values[index.row()].is_chosen else Qt.CheckState.Checked
        return self.setData(index, state, Qt.ItemDataRole.CheckStateRole)


class FacetList(QListView):
    """As high as its values; a click anywhere on a line, Space or Enter ticks it."""

    def __init__(self, name: str, title: str) -> None:
        """``name`` is the objectName, ``title`` the accessible name."""
        super().__init__()
        self.facet = FacetModel(self)
        self.setObjectName(name)
        self.setAccessibleName(title)
        self.setProperty("rail", "true")
        self.setModel(self.facet)
        self.setItemDelegate(_FacetPainter(self.facet, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_values(self, values: Sequence[FacetValue]) -> None:
        row = self.currentIndex().row()
        self.facet.show_values(values)
        if row >= 0 and values and not self.currentIndex().isValid():
            self.setCurrentIndex(self.facet.index(min(row, len(values) - 1), 0))
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        index = self.currentIndex()
        if event.key() in _ENTERS and index.isValid():
            self.facet.turn(index)  # Space comes by the delegate
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(200, self.minimumHeight())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange and hasattr(self, "facet"):
            self.scheduleDelayedItemsLayout()  # uniform rows are measured once
            self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(line_height() * len(self.facet.values))


class _FacetPainter(QStyledItemDelegate):
    """Tick box, name, number; under name and number the bar."""

    def __init__(self, model: FacetModel, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._model, self._view = model, view

    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(100, line_height())

    def editorEvent(
        self, event: QEvent, model: QAbstractItemModel, option: QStyleOptionViewItem, index: _Index
    ) -> bool:
        del model, option
        by_mouse = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonRelease
        if by_mouse and isinstance(event, QMouseEvent) and event.button() != Qt.MouseButton.LeftButton:
            return False
        by_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in _TICKS
        if not by_mouse and not by_key:
            return False
        return self._model.turn(index)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        colours, value = theme.tokens(), self._model.values[index.row()]
        place = QRect(option.rect).adjusted(_MARGIN, 0, -_MARGIN, 0)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRect(place.left(), place.center().y() - _BOX // 2, _BOX, _BOX)
        has_keyboard = self._view.hasFocus() and self._view.currentIndex().row() == index.row()
        is_hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        self._paint_box(painter, box, value, has_keyboard=has_keyboard, is_hovered=is_hovered)
        words = QRect(box.right() + 1 + _GAP, place.top(), place.right() - box.right() - _GAP, place.height() - _BAR)
        count = wording.number(value.count)
        painter.setFont(theme.font(tabular=True))
        painter.setPen(QColor(colours.muted))
        painter.drawText(words, _RIGHT, count)
        room = words.width() - painter.fontMetrics().horizontalAdvance(count) - _GAP
        painter.setFont(theme.font())
        painter.setPen(QColor(colours.text if value.count or value.is_chosen else colours.muted))
        line = painter.fontMetrics().elidedText(" ".join(value.title.split()), Qt.TextElideMode.ElideRight, room)
        painter.drawText(words, _LEFT, line)
        length = round(words.width() * value.count / self._model.most)
        bar = QRect(words.left(), place.bottom() - _BAR, max(length, 4 if value.count else 0), _BAR)
        painter.fillRect(bar, QColor(colours.accent if value.is_chosen else colours.border))
        painter.restore()

    def _paint_box(
        self, painter: QPainter, box: QRect, value: FacetValue, *, has_keyboard: bool, is_hovered: bool
    ) -> None:
        colours = theme.tokens()
        line = colours.accent if value.is_chosen or has_keyboard or is_hovered else colours.outline
        painter.setPen(QPen(QColor(line), 1))
        painter.setBrush(QColor(colours.accent if value.is_chosen else colours.surface))
        painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)
        if value.is_chosen:
            tick = icons.pixmap("check", colours.accent_text, _TICK, self._view.devicePixelRatioF())
            painter.drawPixmap(box.center().x() - _TICK // 2 + 1, box.center().y() - _TICK // 2 + 1, tick)
        if has_keyboard:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(QColor(colours.accent), 2))
            painter.drawRoundedRect(QRectF(box).adjusted(-2, -2, 2, 2), 5, 5)
