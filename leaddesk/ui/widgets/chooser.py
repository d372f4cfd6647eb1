"""Choose one of a few named things, or make one by typing a name that is not there yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from leaddesk.ui import icons, theme, wording
from leaddesk.ui.widgets.labels import Words
from leaddesk.ui.widgets.pasted_values import whole
from leaddesk.ui.widgets.raised_panel import RaisedPanel

_ROW, _MOST_ROWS, _FEWEST_ROWS, _DOT, _LETTERS = 28, 9, 2, 8, 38
_LONGEST_NAME = 120
_Index = QModelIndex | QPersistentModelIndex


@dataclass(frozen=True)
class Choice:
    """One thing to choose."""

    id: int
    name: str
    colour: int | None = None
    """0 to 5: the theme's series colour of its dot."""
    icon: str = ""
    note: str = ""
    """Quiet, at the right."""


_NEW = -1
"""The id of the row that makes a new one."""


class _ChoiceModel(QAbstractListModel):
    """Choices; read out with what stands at the right."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.choices: tuple[Choice, ...] = ()

    def show(self, choices: Sequence[Choice]) -> None:
        self.beginResetModel()
        self.choices = tuple(choices)
        self.endResetModel()

    def rowCount(self, parent: _Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.choices)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        choice = self.choices[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return choice.name
        if role == Qt.ItemDataRole.AccessibleTextRole and choice.note:
            return f"{choice.name}, {choice.note}"
        if role == Qt.ItemDataRole.ToolTipRole:
            return wording.tooltip(choice.name)
        return None


class _ChoiceDelegate(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: _Index) -> QSize:
        del option, index
        return QSize(80, row_height())

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: _Index) -> None:
        model = index.model()
        if not isinstance(model, _ChoiceModel):
            return
        colours, place, choice = theme.tokens(), QRect(option.rect), model.choices[index.row()]
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(QColor(colours.accent_soft))
            painter.drawRoundedRect(place, theme.RADIUS_CHIP, theme.RADIUS_CHIP)
        middle = place.center().y() + 1
        if choice.colour is not None:
            painter.setBrush(QColor(colours.series[choice.colour % len(colours.series)]))
            painter.drawEllipse(QRect(place.left() + 12, middle - _DOT // 2, _DOT, _DOT))
        elif choice.icon:
            ratio = option.widget.devicePixelRatioF()
            painter.drawPixmap(
                QPoint(place.left() + 8, middle - 8), icons.pixmap(choice.icon, colours.muted, 16, ratio)
            )
        inner = place.adjusted(32 if choice.icon or choice.colour is not None else 8, 0, -8, 0)
        flags = int(Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
        if choice.note:
            painter.setFont(theme.font(theme.CAPTION, tabular=True))
            painter.setPen(QColor(colours.muted))
            painter.drawText(inner, flags | int(Qt.AlignmentFlag.AlignRight), choice.note)
            inner.setRight(inner.right() - painter.fontMetrics().horizontalAdvance(choice.note) - 10)
        painter.setFont(theme.font())
        painter.setPen(QColor(colours.text))
        name = painter.fontMetrics().elidedText(choice.name, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, flags, name)
        painter.restore()


class _Choices(QListView):
    """As high as its rows, up to a bound."""

    def sizeHint(self) -> QSize:
        return QSize(120, self._height_of(_MOST_ROWS))

    def minimumSizeHint(self) -> QSize:
        return QSize(60, self._height_of(_FEWEST_ROWS))

    def _height_of(self, most: int) -> int:
        return min(most, self.model().rowCount()) * row_height() + 4


class _Input(QLineEdit):
    """Up, Down and Enter belong to the list below."""

    stepped = Signal(int)
    entered = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in {Qt.Key.Key_Down, Qt.Key.Key_Up}:
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Down else -1)
        elif event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}:
            self.entered.emit()
        else:
            super().keyPressEvent(event)


class Chooser(RaisedPanel):
    """An input over a list: typing narrows it, Enter or a click chooses."""

    chosen = Signal(int)
    """The id of a Choice."""
    named = Signal(str)
    """A new one of this name is wanted."""

    def __init__(self, name: str, anchor: QWidget, *, title: str, placeholder: str, new: str = "") -> None:
        """``name`` begins the objectNames. ``new`` is the row that makes one, ``Create “%1”``; empty: none is made.

        ``title`` is shown over the input and names it.
        """
        super().__init__(name, anchor)
        self._new, self._choices = new, tuple[Choice, ...]()
        self.title = Words(title, name=f"{name}-title", weight=600, wrap=True)
        self.input = _Input()
        self.input.setObjectName(f"{name}-input")
        self.input.setAccessibleName(title)
        self.input.setPlaceholderText(placeholder)
        self.input.setMaxLength(_LONGEST_NAME)
        self.input.textChanged.connect(self._narrow)
        self.input.stepped.connect(self._step)
        self.input.entered.connect(self._take_current)
        self._model = _ChoiceModel(self)
        self.list = _Choices()
        self.list.setProperty("raised", "true")
        self.list.setObjectName(f"{name}-list")
        self.list.setAccessibleName(title)
        self.list.setModel(self._model)
        self.list.setItemDelegate(_ChoiceDelegate(self.list))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setMouseTracking(True)
        self.list.entered.connect(self.list.setCurrentIndex)
        self.list.clicked.connect(self._take)
        self._none = Words(self.tr("Nothing of that name."), name=f"{name}-none", muted=True, wrap=True)
        self._none.setContentsMargins(8, 4, 8, 4)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(8, 8, 8, 8)
        self.column.setSpacing(6)
        for part in (self.title, self.input, self.list, self._none):
            self.column.addWidget(part)

    def offer(self, choices: Sequence[Choice]) -> None:
        """From now on these; what was typed stays."""
        self._choices = tuple(choices)
        self._narrow()

    def open_chooser(self, place: QRect | None = None) -> None:
        """With an empty input."""
        self.input.clear()
        self._narrow()
        self.open_at(place, first=self.input)

    def wanted_size(self) -> QSize:
        width = QFontMetrics(theme.font()).averageCharWidth() * _LETTERS
        self.column.invalidate()
        return QSize(max(width, self.column.minimumSize().width()), self.column.totalHeightForWidth(width))

    def _narrow(self) -> None:
        typed = _name(self.input.text())
        folded = typed.casefold()
        found = [choice for choice in self._choices if folded in choice.name.casefold()]
        found.sort(key=lambda choice: choice.name.casefold() != folded)
        is_there = any(choice.name.casefold() == folded for choice in self._choices)
        if typed and self._new and not is_there:
            found.append(Choice(_NEW, wording.filled(self._new, typed), icon="plus"))
        self._model.show(found)
        self.list.updateGeometry()
        self.list.setVisible(bool(found))
        self._none.setVisible(not found)
        if found:
            self.list.setCurrentIndex(self._model.index(0, 0))
        if self.isVisible():
            self.place()

    def _step(self, step: int) -> None:
        count = self._model.rowCount()
        if count:
            self.list.setCurrentIndex(self._model.index((self.list.currentIndex().row() + step) % count, 0))

    def _take_current(self) -> None:
        # Assistive technology selects without moving the cursor.
        index = next(iter(self.list.selectedIndexes()), self.list.currentIndex())
        if index.isValid():
            self._take(index)

    def _take(self, index: QModelIndex) -> None:
        choice, typed = self._model.choices[index.row()], _name(self.input.text())
        self.close_panel()
        if choice.id == _NEW:
            self.named.emit(typed)
        else:
            self.chosen.emit(choice.id)


def row_height() -> int:
    """Of one choice, in pixels."""
    return max(_ROW, QFontMetrics(theme.font()).height() + 10)


def _name(typed: str) -> str:
    return " ".join(whole(typed).split())
